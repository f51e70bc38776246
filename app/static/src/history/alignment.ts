/** Lines up two rows of things, in their order, so that as much as can be stands beside what it was. */
export type Pair = readonly [former: number, present: number];

/** How much one of the first row is like one of the second: 0 if they are two things, 2 if they are the same. */
export type Likeness = (former: number, present: number) => number;
export const SAME = 2;

/** Beyond, only what is the same at both ends is found: a row of thousands rewritten throughout. */
const MOST = 1_000_000;

export function lineUp(formers: number, presents: number, likeness: Likeness): Pair[] {
  const most = Math.min(formers, presents);
  let head = 0;
  while (head < most && likeness(head, head) === SAME) head += 1;
  let tail = 0;
  while (tail < most - head && likeness(formers - 1 - tail, presents - 1 - tail) === SAME) tail += 1;
  const [rows, columns] = [formers - head - tail, presents - head - tail];
  const pairs: Pair[] = [];
  for (let at = 0; at < head; at += 1) pairs.push([at, at]);
  if (rows * columns <= MOST) pairs.push(...best(rows, columns, (i, j) => likeness(head + i, head + j)).map(([i, j]): Pair => [head + i, head + j]));
  for (let at = tail; at > 0; at -= 1) pairs.push([formers - at, presents - at]);
  return pairs;
}

/** The longest common subsequence, by weight. */
function best(rows: number, columns: number, likeness: Likeness): Pair[] {
  const width = columns + 1;
  const weights = new Float32Array(rows * columns);
  const sums = new Float32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      const weight = (weights[i * columns + j] = likeness(i, j));
      const beside = weight > 0 ? weight + (sums[(i + 1) * width + j + 1] ?? 0) : 0;
      sums[i * width + j] = Math.max(beside, sums[(i + 1) * width + j] ?? 0, sums[i * width + j + 1] ?? 0);
    }
  }
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < rows && j < columns) {
    const here = sums[i * width + j];
    if (here === sums[(i + 1) * width + j]) i += 1;
    else if (here === sums[i * width + j + 1]) j += 1;
    else pairs.push([i++, j++]);
  }
  return pairs;
}
