/** Finding the words of a comment again. */
import { findPassage, type Piece } from "./passage";
import type { FlatText, Range } from "./flat_text";
import type { Anchor } from "./anchor";

export const QUOTE_LENGTH = 300;
const ENOUGH = 8; // characters of the surroundings that must be the same
const TELLING = 12; // so many characters speak for themselves, if the quote among them stands in the text once

/**
 * `found` is what the relative positions say, null if nothing is left between them; `near` is where that was.
 * A place that still has words keeps them, unless the whole quote stands around them: half of it was moved.
 */
export function quoteIn(flat: FlatText, anchor: Anchor, found: Range | null, near: number | null): Range | null {
  const { quote } = anchor;
  const now = found ? flat.between(found) : "";
  if (found && (isCut(anchor) ? now.startsWith(quote) : now === quote)) return found;
  const all = occurrences(flat.text, quote);
  if (found) {
    const { start, end } = flat.cut(found);
    const whole = all.find(piece => piece.start <= start && piece.end >= end);
    if (whole || now.trim()) return whole ? flat.range(whole.start, whole.end) : found;
  }
  const at = near === null ? 0 : flat.cut({ from: near, to: near }).start;
  const passage = isCut(anchor) ? { ...anchor, after: "" } : anchor;
  const piece = unchanged(flat.text, anchor, all, at) ?? findPassage(flat.seeds, passage, at);
  return piece && flat.range(piece.start, isCut(anchor) ? endOf(flat, anchor, piece) : piece.end);
}

/** A long quote is only the beginning of what the comment is about. */
function isCut({ quote }: Anchor): boolean {
  return quote.length >= QUOTE_LENGTH;
}

function occurrences(text: string, quote: string): Piece[] {
  const found: Piece[] = [];
  for (let start = text.indexOf(quote); quote && start >= 0; start = text.indexOf(quote, start + 1)) {
    found.push({ start, end: start + quote.length });
  }
  return found;
}

/** Of the places where the quote stands letter by letter the one with most of its surroundings, then the nearest. */
function unchanged(text: string, { before, quote, after }: Anchor, all: readonly Piece[], near: number): Piece | null {
  const ranked = all.map(piece => {
    const left = sameAtEnd(text.slice(Math.max(0, piece.start - before.length), piece.start), before);
    const right = sameAtStart(text.slice(piece.end, piece.end + after.length), after);
    return { piece, left, right, distance: Math.abs(piece.start - near) };
  });
  ranked.sort((a, b) => b.left + b.right - a.left - a.right || a.distance - b.distance);
  const [best] = ranked;
  if (!best) return null;
  const told = all.length === 1 && best.left + quote.length + best.right >= TELLING;
  return told || Math.max(best.left, best.right) >= ENOUGH ? best.piece : null;
}

function sameAtStart(text: string, words: string): number {
  let count = 0;
  while (count < Math.min(text.length, words.length) && text[count] === words[count]) count += 1;
  return count;
}

function sameAtEnd(text: string, words: string): number {
  const [endOfText, endOfWords] = [text.length - 1, words.length - 1];
  let count = 0;
  while (count <= Math.min(endOfText, endOfWords) && text[endOfText - count] === words[endOfWords - count]) count += 1;
  return count;
}

/** Where what stood behind it begins; the end of its known beginning if that is nowhere. */
function endOf({ text, seeds }: FlatText, { after }: Anchor, { end }: Piece): number {
  if (!after) return text.length;
  return Math.max(end, findPassage(seeds, { before: "", quote: after, after: "" }, end)?.start ?? 0);
}
