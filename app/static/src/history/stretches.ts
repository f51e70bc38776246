/** The words of one text with their looks at two moments. */
import { ContentFormat, ContentString, type Item, type XmlText } from "yjs";
import type { Column } from "./columns";
import type { Moments } from "./moments";
import type { Kind, Part, Values } from "./parts";
import { append, reformer, turnOf, type Formats } from "./runs";

export function runsOf(moments: Moments, text: XmlText, found: Part[]): void {
  const formats: Formats = { then: {}, now: {}, changedBy: {} };
  for (let item: Item | null = text._start; item; item = item.right) {
    const column = moments.chronicle.column(item.id.client);
    if (item.content instanceof ContentFormat) format(moments, item, item.content, column, formats);
    else if (item.content instanceof ContentString) words(moments, item, item.content.str, column, formats, found);
  }
}

function format(moments: Moments, item: Item, { key, value }: ContentFormat, column: Column, formats: Formats): void {
  const set = (values: Values) => {
    if (value === null) delete values[key];
    else values[key] = value;
  };
  const kind = moments.kindOf(column, item.id.clock);
  if (kind === "kept" || kind === "gone") set(formats.then);
  if (kind === "kept" || kind === "added") set(formats.now);
  if (kind === "added") formats.changedBy[key] = column.writer[item.id.clock] ?? 0;
  if (kind === "gone") formats.changedBy[key] ??= moments.authorOf(column.died[item.id.clock]);
}

/** By stretches of one kind and one author: there may be a hundred thousand characters. */
function words(moments: Moments, item: Item, text: string, column: Column, formats: Formats, found: Part[]): void {
  const { clock } = item.id;
  const reformed = moments.isOne ? 0 : reformer("kept", formats);
  let at = 0;
  while (at < text.length) {
    const kind = moments.kindOfWord(column, clock + at);
    const [by, died] = [column.writer[clock + at] ?? 0, column.died[clock + at] ?? 0];
    let end = at + 1;
    while (end < text.length && column.writer[clock + end] === by && isLike(moments, column, clock + end, kind, died)) end += 1;
    if (kind) {
      const other = kind === "gone" ? moments.authorOf(died) : kind === "kept" ? reformed : 0;
      const marks = kind === "gone" ? formats.then : formats.now;
      append(found, text.slice(at, end), { marks, kind, by, other, turn: turnOf(kind, formats) });
    }
    at = end;
  }
}

function isLike(moments: Moments, column: Column, clock: number, kind: Kind | null, died: number): boolean {
  return moments.kindOfWord(column, clock) === kind && (kind !== "gone" || column.died[clock] === died);
}
