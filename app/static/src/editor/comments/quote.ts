/** Finding the words of a comment again. */
import type { FlatText, Range } from "./flat_text";
import type { Anchor } from "./anchor";

export const QUOTE_LENGTH = 300;
const ENOUGH = 8; // characters of the surroundings that must be the same
const TELLING = 12; // a quote of so many characters that stands in the text once speaks for itself

/**
 * `found` is what the relative positions say, null if nothing is left between them; `near` is where that was.
 * A place that still has words keeps them, unless the whole quote stands around them: half of it was moved.
 */
export function quoteIn(flat: FlatText, anchor: Anchor, found: Range | null, near: number | null): Range | null {
  const { quote } = anchor;
  const now = found ? flat.between(found) : "";
  if (found && (quote.length < QUOTE_LENGTH ? now === quote : now.startsWith(quote))) return found;
  const all = occurrences(flat, quote);
  if (found) {
    return all.find(({ from, to }) => from <= found.from && to >= found.to) ?? (now.trim() ? found : null);
  }
  const sure = all.filter(place => hasSurroundings(flat, place, anchor));
  const [only] = all;
  if (!sure.length) return only && all.length === 1 && quote.length >= TELLING ? only : null;
  const distance = ({ from }: Range) => (near === null ? 0 : Math.abs(from - near));
  return sure.reduce((best, place) => (distance(place) < distance(best) ? place : best));
}

function occurrences(flat: FlatText, quote: string): Range[] {
  const found: Range[] = [];
  for (let at = flat.text.indexOf(quote); quote && at >= 0; at = flat.text.indexOf(quote, at + 1)) {
    const range = flat.range(at, at + quote.length);
    if (range) found.push(range);
  }
  return found;
}

function hasSurroundings(flat: FlatText, place: Range, { before, after }: Anchor): boolean {
  const { start, end } = flat.cut(place);
  const left = before.slice(-ENOUGH);
  const right = after.slice(0, ENOUGH);
  return (
    (left.length >= ENOUGH && flat.text.slice(0, start).endsWith(left)) ||
    (right.length >= ENOUGH && flat.text.startsWith(right, end))
  );
}
