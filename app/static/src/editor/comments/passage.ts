/** Finds words again that were deleted and came back as new text, also if they were changed before that. */
export interface Piece {
  start: number;
  end: number;
}

/** Words, and what stood around them. */
export interface Passage {
  before: string;
  quote: string;
  after: string;
}

const SEED = 3; // characters that show where to look
const STRETCH = 64; // how exactly they do
const ENOUGH = 10; // pairs of characters of the passage that stand there in the same order
const SHARE = 0.5; // of the quote itself

/** A text, and where each three characters of it begin. */
export class Seeds {
  private places: Map<string, number[]> | null = null;

  constructor(readonly text: string) {}

  at(three: string): readonly number[] {
    this.places ??= placesOf(this.text, SEED);
    return this.places.get(three) ?? [];
  }
}

/**
 * In the part of the text that has most of the passage (of equal ones the nearest to `near`): from the first to the
 * last pair of characters of the quote. Null if half of the quote is not there, whatever stands around it.
 */
export function findPassage(seeds: Seeds, { before, quote, after }: Passage, near: number): Piece | null {
  const passage = before + quote + after;
  const part = likeliestPart(seeds, passage, near);
  if (!part) return null;
  const pairs = inOrder(pairsOf(passage, seeds.text.slice(part.start, part.end)));
  const first = before.length;
  const last = first + quote.length - 1;
  const inside = pairs.filter(({ from }) => from >= first - 1 && from <= last);
  const [begin, end] = [inside[0], inside[inside.length - 1]];
  if (!begin || !end || pairs.length < Math.min(ENOUGH, passage.length - 1)) return null;
  const kept = new Set(inside.flatMap(({ from }) => [from, from + 1].filter(each => each >= first && each <= last)));
  if (kept.size < quote.length * SHARE) return null;
  return {
    start: part.start + begin.to + Number(begin.from < first),
    end: part.start + end.to + 1 + Number(end.from < last),
  };
}

function likeliestPart(seeds: Seeds, passage: string, near: number): Piece | null {
  const votes = new Map<number, number>();
  for (let at = 0; at + SEED <= passage.length; at += 1) {
    for (const place of seeds.at(passage.slice(at, at + SEED))) {
      const stretch = Math.floor((place - at) / STRETCH);
      for (const each of [stretch, stretch + 1]) votes.set(each, (votes.get(each) ?? 0) + 1);
    }
  }
  let best: { from: number; count: number; distance: number } | null = null;
  for (const [stretch, count] of votes) {
    const from = stretch * STRETCH;
    const distance = Math.abs(from - near);
    if (!best || count > best.count || (count === best.count && distance < best.distance)) best = { from, count, distance };
  }
  return best && { start: Math.max(0, best.from - 2 * STRETCH), end: best.from + passage.length + 3 * STRETCH };
}

interface Pair {
  from: number; // in the passage
  to: number; // in the part of the text
}

/** Two characters that follow each other here and there. */
function pairsOf(passage: string, part: string): Pair[] {
  const places = placesOf(part, 2);
  const pairs: Pair[] = [];
  for (let from = 0; from + 2 <= passage.length; from += 1) {
    const there = places.get(passage.slice(from, from + 2)) ?? [];
    for (const to of [...there].reverse()) pairs.push({ from, to }); // so that only one of them can be in a rising row
  }
  return pairs;
}

/** The most pairs that stand in the same order in both: the longest rising row. */
function inOrder(pairs: readonly Pair[]): Pair[] {
  const ends: number[] = []; // of the rows of each length the one that ends earliest
  const previous: number[] = [];
  pairs.forEach(({ to }, index) => {
    let low = 0;
    for (let high = ends.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.to ?? 0) < to) low = middle + 1;
      else high = middle;
    }
    previous.push(ends[low - 1] ?? -1);
    ends[low] = index;
  });
  const row: Pair[] = [];
  for (let index = ends[ends.length - 1] ?? -1; index >= 0; index = previous[index] ?? -1) {
    row.push(beside(pairs, index, row[row.length - 1]));
  }
  return row.reverse();
}

/** The same pair where it touches the next one, if it stands there too. */
function beside(pairs: readonly Pair[], index: number, next: Pair | undefined): Pair {
  const pair = pairs[index]!;
  const to = next ? next.to - (next.from - pair.from) : pair.to;
  for (let other = index; pairs[other]?.from === pair.from; other -= 1) if (pairs[other]?.to === to) return pairs[other]!;
  return pair;
}

function placesOf(text: string, length: number): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let at = 0; at + length <= text.length; at += 1) {
    const some = text.slice(at, at + length);
    const known = places.get(some);
    if (known) known.push(at);
    else places.set(some, [at]);
  }
  return places;
}
