/**
 * Words that change their place keep their author.
 *
 * The editor's binding deletes and inserts again what Enter splits, what becomes a heading or is undone,
 * cut and pasted, or restored: by their numbers alone those words would be whoever pressed the key. So
 * what a row inserts is looked for in what it deletes; failing that in what the same person deleted just
 * there before (undo); failing that, if it is long enough to be no chance, in all that was ever deleted.
 */
import { keyOf, type Chronicle } from "./chronicle";
import type { Column } from "./columns";
import { DeletedWords } from "./deleted_words";
import { matches } from "./matching";

export interface Span {
  column: Column;
  clock: number;
  length: number;
  /** What stood to the right when it was put in: undo puts words back before what is left of them. */
  right?: { column: Column; clock: number } | undefined;
  /** It is the beginning of a new text, or goes on from such a one: typing rarely is. */
  fresh?: boolean;
}

/** What one row of the log brought and took: text, and anything. */
export interface Change {
  seq: number;
  came: Span[];
  went: Span[];
}

/** Some text and the place of each of its units. */
export interface Words {
  text: string;
  places: number[];
}

export const BREAK = "\n";
const NOTHING: Words = { text: "", places: [] };

export function carry(chronicle: Chronicle, changes: readonly Change[]): void {
  let deleted: DeletedWords | null = null;
  for (const { seq, came, went } of changes) {
    const here = went.length > 0 ? wordsAt(chronicle, went) : NOTHING;
    for (const span of came) {
      const words = wordsOf(chronicle, span);
      const rest = here.text ? move(chronicle, words, here) : words;
      if (rest.text.length === 0 || undone(chronicle, words, span, seq)) continue;
      if (rest.text.length < DeletedWords.SHORTEST && !span.fresh) continue;
      deleted ??= new DeletedWords(chronicle);
      const found = deleted.find(rest.text, seq) ?? (span.fresh ? deleted.findLately(rest.text, seq) : null);
      if (found) move(chronicle, rest, found);
    }
  }
}

/** What was found at another place keeps its author there; the rest is returned. */
function move(chronicle: Chronicle, words: Words, origin: Words): Words {
  const left: Words = { text: "", places: [] };
  let at = 0;
  const keep = (until: number) => {
    left.text += words.text.slice(at, until);
    left.places.push(...words.places.slice(at, until));
  };
  for (const { from, origin: begin, length } of matches(words.text, origin.text)) {
    keep(from);
    for (let step = 0; step < length; step += 1) {
      give(chronicle, words.places[from + step] ?? -1, origin.places[begin + step] ?? -1);
    }
    at = from + length;
  }
  keep(words.text.length);
  return left;
}

function give(chronicle: Chronicle, to: number, from: number): void {
  const { columns, clocks } = chronicle.order;
  const [target, source] = [columns[to], columns[from]];
  const [there, here] = [clocks[to] ?? 0, clocks[from] ?? 0];
  if (!target || !source) return;
  target.writer[there] = source.writer[here] ?? 0;
  const origin = keyOf(source, here);
  chronicle.same.set(keyOf(target, there), chronicle.same.get(origin) ?? origin);
}

/** The very words that were deleted stand to its right: they came back by undo. */
function undone(chronicle: Chronicle, { text, places }: Words, { right }: Span, seq: number): boolean {
  if (!right) return false;
  const { column, clock } = right;
  for (let step = 0; step < text.length; step += 1) {
    const died = column.died[clock + step] ?? 0;
    if (column.unit[clock + step] !== text.charCodeAt(step) || died === 0 || died > seq) return false;
  }
  places.forEach((place, step) => give(chronicle, place, column.place[clock + step] ?? -1));
  return true;
}

function placesOf(spans: readonly Span[]): number[] {
  const places: number[] = [];
  for (const { column, clock, length } of spans) {
    for (let at = clock; at < clock + length; at += 1) {
      if (column.unit[at]) places.push(column.place[at] ?? 0);
    }
  }
  return places.sort((a, b) => a - b);
}

export function textAt(chronicle: Chronicle, places: readonly number[]): string {
  const { columns, clocks } = chronicle.order;
  let text = "";
  for (const place of places) text += String.fromCharCode(columns[place]?.unit[clocks[place] ?? 0] ?? 0);
  return text;
}

/** What was put in at once. */
function wordsOf(chronicle: Chronicle, { column, clock, length }: Span): Words {
  const places = Array.from(column.place.subarray(clock, clock + length));
  return { text: textAt(chronicle, places), places };
}

/** Text by block, in document order. */
function blocksOf(chronicle: Chronicle, spans: readonly Span[]): Words[] {
  const found = new Map<number, number[]>();
  for (const place of placesOf(spans)) {
    const block = chronicle.order.blocks[place] ?? 0;
    const places = found.get(block);
    if (places) places.push(place);
    else found.set(block, [place]);
  }
  return [...found.values()].map(places => ({ text: textAt(chronicle, places), places }));
}

/** All of it as one text, the blocks kept apart. */
function wordsAt(chronicle: Chronicle, spans: readonly Span[]): Words {
  const whole: Words = { text: "", places: [] };
  for (const { text, places } of blocksOf(chronicle, spans)) {
    whole.text += text + BREAK;
    whole.places.push(...places, -1);
  }
  return whole;
}
