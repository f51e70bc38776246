/** The signs of one text as they stood at a moment, each with its look and with what it is. */
import { ContentFormat, ContentString, ContentType, XmlText, type Item, type XmlElement } from "yjs";
import { keyOf, type Chronicle } from "./chronicle";
import type { Column } from "./columns";
import type { Values } from "./parts";

export interface Letter {
  /** Two units of text if one alone is no sign. */
  sign: string;
  /** The same number for all copies of it that were made by moving it. */
  key: number;
  column: Column;
  clock: number;
  marks: Values;
  changedBy: Record<string, number>;
}

export function lettersOf(chronicle: Chronicle, text: XmlText, seq: number): Letter[] {
  const found: Letter[] = [];
  let look = { marks: {} as Values, changedBy: {} as Record<string, number> };
  for (let item: Item | null = text._start; item; item = item.right) {
    const column = chronicle.column(item.id.client);
    if (item.content instanceof ContentFormat) look = lookAfter(look, item.content, chronicle, column, item.id.clock, seq);
    else if (item.content instanceof ContentString) read(item.content.str, item.id.clock, { column, ...look }, seq, chronicle, found);
  }
  return found;
}

/** What words stand in a thing, however deep. */
export function keysIn(chronicle: Chronicle, type: XmlText | XmlElement, seq: number, found = new Set<number>()): Set<number> {
  if (type instanceof XmlText) {
    for (const { key } of lettersOf(chronicle, type, seq)) found.add(key);
    return found;
  }
  for (let item: Item | null = type._start; item; item = item.right) {
    if (item.content instanceof ContentType) keysIn(chronicle, item.content.type as XmlText | XmlElement, seq, found);
  }
  return found;
}

/** When words went for good that had gone before and were brought back, by their keys. */
export function lastDeaths({ same, columns }: Chronicle, seq: number): Map<number, number> {
  const found = new Map<number, number>();
  for (const column of columns.values()) {
    for (let clock = 0; clock < column.length; clock += 1) {
      const died = column.died[clock] ?? 0;
      const key = same.get(keyOf(column, clock));
      if (key !== undefined && died <= seq) found.set(key, Math.max(died, found.get(key) ?? 0));
    }
  }
  return found;
}

type Look = Pick<Letter, "marks" | "changedBy">;

function lookAfter(look: Look, { key, value }: ContentFormat, chronicle: Chronicle, column: Column, clock: number, seq: number): Look {
  const isThere = column.wasThere(clock, seq);
  const by = isThere ? (column.writer[clock] ?? 0) : (chronicle.authors[column.died[clock] ?? 0] ?? 0);
  const marks = { ...look.marks };
  if (isThere && value === null) delete marks[key];
  else if (isThere) marks[key] = value;
  return { marks, changedBy: { ...look.changedBy, [key]: by } };
}

function read(words: string, start: number, like: Look & { column: Column }, seq: number, chronicle: Chronicle, found: Letter[]): void {
  const { column } = like;
  let at = 0;
  for (const sign of words) {
    const clock = start + at;
    at += sign.length;
    if (!column.wasThere(clock, seq)) continue;
    const key = keyOf(column, clock);
    found.push({ ...like, sign, clock, key: chronicle.same.get(key) ?? key });
  }
}
