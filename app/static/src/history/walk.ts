/** What stands in a document at two moments, as one tree: kept, added since, or gone since; and by whom. */
import { ContentFormat, ContentString, ContentType, XmlElement, XmlText, type Item } from "yjs";
import { keyOf, type Chronicle } from "./chronicle";
import type { Column } from "./columns";
import { isBlock, type Block, type Kind, type Part, type Values } from "./parts";
import { append, reformer, turnOf, type Formats } from "./runs";

/** The blocks of the document as it was at `before` and is at `after`; one moment if both are the same. */
export function walk(chronicle: Chronicle, before: number, after: number): Block[] {
  return new Walk(chronicle, before, after).blocks();
}

class Walk {
  private readonly moved: ReadonlySet<number>;

  constructor(
    private readonly chronicle: Chronicle,
    private readonly before: number,
    private readonly after: number,
  ) {
    this.moved = before === after ? new Set() : this.wordsThatMoved();
  }

  blocks(): Block[] {
    return this.parts(this.chronicle.fragment).filter(isBlock);
  }

  /** Words that were there before and are there now, only at another place. */
  private wordsThatMoved(): Set<number> {
    const { same, columns } = this.chronicle;
    const [gone, added] = [new Set<number>(), new Set<number>()];
    if (same.size === 0) return gone;
    for (const column of columns.values()) {
      for (let clock = 0; clock < column.length; clock += 1) {
        const then = column.wasThere(clock, this.before);
        if (then === column.wasThere(clock, this.after)) continue;
        const key = keyOf(column, clock);
        (then ? gone : added).add(same.get(key) ?? key);
      }
    }
    return new Set([...added].filter(key => gone.has(key)));
  }

  private parts(type: { _start: Item | null }): Part[] {
    const found: Part[] = [];
    for (let item: Item | null = type._start; item; item = item.right) {
      if (!(item.content instanceof ContentType)) continue;
      const inner: unknown = item.content.type;
      if (inner instanceof XmlText) this.runs(inner, found);
      else if (inner instanceof XmlElement) this.element(item, inner, found);
    }
    return found;
  }

  private element(item: Item, element: XmlElement, found: Part[]): void {
    const column = this.chronicle.column(item.id.client);
    const kind = this.kindOf(column, item.id.clock);
    if (!kind) return;
    const content = this.parts(element);
    const isText = content.length === 0 && element._start !== null;
    if (kind === "gone" && isText && this.before !== this.after) return; // its words went elsewhere
    const [attrs, other] = this.attributes(element, kind);
    const by = column.writer[item.id.clock] ?? 0;
    const deleter = kind === "gone" ? (this.chronicle.authors[column.died[item.id.clock] ?? 0] ?? 0) : other;
    found.push({ name: element.nodeName, attrs, kind, by, other: deleter, content });
  }

  private kindOf(column: Column, clock: number): Kind | null {
    const now = column.wasThere(clock, this.after);
    if (this.before === this.after) return now ? "kept" : null;
    const then = column.wasThere(clock, this.before);
    if (then && now) return "kept";
    return now ? "added" : then ? "gone" : null;
  }

  /** The attributes at the moment shown, and who changed one of them since the other. */
  private attributes(element: XmlElement, kind: Kind): [Values, number] {
    const attrs: Values = {};
    let changer = 0;
    element._map.forEach((last, name) => {
      const now = this.valueAt(last, this.after);
      const then = this.valueAt(last, this.before);
      const value = kind === "gone" ? then : now;
      if (value) attrs[name] = value.content.getContent()[value.length - 1];
      if (kind === "kept" && now !== then) {
        changer = now ? this.chronicle.writerOf(now.id.client, now.id.clock) : -1;
      }
    });
    return [attrs, changer];
  }

  private valueAt(last: Item, seq: number): Item | null {
    for (let item: Item | null = last; item; item = item.left) {
      if (this.chronicle.column(item.id.client).wasThere(item.id.clock, seq)) return item;
    }
    return null;
  }

  private runs(text: XmlText, found: Part[]): void {
    const formats: Formats = { then: {}, now: {}, changedBy: {} };
    for (let item: Item | null = text._start; item; item = item.right) {
      const column = this.chronicle.column(item.id.client);
      if (item.content instanceof ContentFormat) this.format(item, item.content, column, formats);
      else if (item.content instanceof ContentString) this.words(item, item.content.str, column, formats, found);
    }
  }

  private format(item: Item, { key, value }: ContentFormat, column: Column, formats: Formats): void {
    const set = (values: Values) => {
      if (value === null) delete values[key];
      else values[key] = value;
    };
    const kind = this.kindOf(column, item.id.clock);
    if (kind === "kept" || kind === "gone") set(formats.then);
    if (kind === "kept" || kind === "added") set(formats.now);
    if (kind === "added") formats.changedBy[key] = column.writer[item.id.clock] ?? 0;
    if (kind === "gone") formats.changedBy[key] ??= this.chronicle.authors[column.died[item.id.clock] ?? 0] ?? 0;
  }

  /** By stretches of one kind and one author: there may be a hundred thousand characters. */
  private words(item: Item, words: string, column: Column, formats: Formats, found: Part[]): void {
    const { clock } = item.id;
    const reformed = this.before === this.after ? 0 : reformer("kept", formats);
    let at = 0;
    while (at < words.length) {
      const kind = this.kindOfWord(column, clock + at);
      const [by, died] = [column.writer[clock + at] ?? 0, column.died[clock + at] ?? 0];
      let end = at + 1;
      while (end < words.length && column.writer[clock + end] === by && this.isLike(column, clock + end, kind, died)) end += 1;
      if (kind) {
        const other = kind === "gone" ? (this.chronicle.authors[died] ?? 0) : kind === "kept" ? reformed : 0;
        const marks = kind === "gone" ? formats.then : formats.now;
        append(found, words.slice(at, end), { marks, kind, by, other, turn: turnOf(kind, formats) });
      }
      at = end;
    }
  }

  private isLike(column: Column, clock: number, kind: Kind | null, died: number): boolean {
    return this.kindOfWord(column, clock) === kind && (kind !== "gone" || column.died[clock] === died);
  }

  private kindOfWord(column: Column, clock: number): Kind | null {
    const kind = this.kindOf(column, clock);
    if (!kind || kind === "kept" || this.moved.size === 0) return kind;
    const key = keyOf(column, clock);
    if (!this.moved.has(this.chronicle.same.get(key) ?? key)) return kind;
    return kind === "gone" ? null : "kept";
  }
}
