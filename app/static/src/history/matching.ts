/** Finds the pieces of one text in another: the longest first come, each place of the other used once. */
export interface Match {
  from: number;
  origin: number;
  length: number;
}

const GRAM = 2;
const MOST_TRIED = 40;

export function matches(text: string, origin: string): Match[] {
  if (!text || !origin) return [];
  const whole = origin.indexOf(text);
  if (whole >= 0) return [{ from: 0, origin: whole, length: text.length }];
  const known = gramsOf(origin);
  const used = new Uint8Array(origin.length);
  const found: Match[] = [];
  let at = 0;
  while (at + GRAM <= text.length) {
    const best = longestAt(text, at, origin, known.get(text.slice(at, at + GRAM)) ?? [], used);
    if (best.length < GRAM) {
      at += 1;
      continue;
    }
    used.fill(1, best.origin, best.origin + best.length);
    found.push(best);
    at += best.length;
  }
  return found;
}

function longestAt(text: string, from: number, origin: string, places: readonly number[], used: Uint8Array): Match {
  let best: Match = { from, origin: 0, length: 0 };
  for (const place of places.slice(0, MOST_TRIED)) {
    let length = 0;
    while (
      from + length < text.length &&
      place + length < origin.length &&
      !used[place + length] &&
      text[from + length] === origin[place + length]
    ) {
      length += 1;
    }
    if (length > best.length) best = { from, origin: place, length };
  }
  return best;
}

function gramsOf(text: string): Map<string, number[]> {
  const grams = new Map<string, number[]>();
  for (let at = 0; at + GRAM <= text.length; at += 1) {
    const gram = text.slice(at, at + GRAM);
    const places = grams.get(gram);
    if (places) places.push(at);
    else grams.set(gram, [at]);
  }
  return grams;
}
