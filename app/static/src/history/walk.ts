/** What stands in a document at two moments, as one tree: kept, added since, or gone since; and by whom. */
import { ContentFormat, ContentString, ContentType, XmlElement, XmlText, type Item } from "yjs";
import { keyOf, type Chronicle } from "./chronicle";
import type { Column } from "./columns";
import { faceOf, TEXT, type Face } from "./faces";
import { keysIn, lastDeaths, lettersOf } from "./letters";
import { isBlock, type Block, type Kind, type Part, type Values } from "./parts";
import { reword, type Fate } from "./rewording";
import { append, reformer, turnOf, type Formats } from "./runs";
import { withoutReturns, type Sibling, type Stayed } from "./siblings";

type Parent = { _start: Item | null };

/** The blocks of the document as it was at `before` and is at `after`; one moment if both are the same. */
export function walk(chronicle: Chronicle, before: number, after: number): Block[] {
  return new Walk(chronicle, before, after).blocks();
}

class Walk {
  private readonly moved: ReadonlySet<number>;
  private readonly isOneMoment: boolean;
  private deaths: Map<number, number> | undefined;

  constructor(
    private readonly chronicle: Chronicle,
    private readonly before: number,
    private readonly after: number,
  ) {
    this.isOneMoment = before === after;
    this.moved = this.isOneMoment ? new Set() : this.wordsThatMoved();
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

  /** What is in `type`; and in the one that it replaces. */
  private parts(type: Parent, former?: Parent): Part[] {
    const siblings = [...(former ? this.siblings(former) : []), ...this.siblings(type)];
    const stayed = this.isOneMoment ? siblings : withoutReturns(siblings, each => this.faceOf(each));
    const found: Part[] = [];
    for (const each of stayed) this.part(each, found);
    return found;
  }

  private siblings(type: Parent): Sibling[] {
    const found: Sibling[] = [];
    for (let item: Item | null = type._start; item; item = item.right) {
      if (!(item.content instanceof ContentType)) continue;
      const inner: unknown = item.content.type;
      const kind = this.kindOf(this.chronicle.column(item.id.client), item.id.clock);
      if (kind && (inner instanceof XmlText || inner instanceof XmlElement)) found.push({ item, inner, kind });
    }
    return found;
  }

  private faceOf(sibling: Sibling): Face {
    const { inner, kind } = sibling;
    const seq = kind === "gone" ? this.before : this.after;
    const parts: Part[] = [];
    new Walk(this.chronicle, seq, seq).part({ ...sibling, kind: "kept" }, parts);
    return faceOf(inner instanceof XmlText ? TEXT : inner.nodeName, parts, keysIn(this.chronicle, inner, seq));
  }

  private part(sibling: Stayed, found: Part[]): void {
    const { item, inner, kind, former, isSame } = sibling;
    const was = former?.inner;
    if (isSame) new Walk(this.chronicle, this.after, this.after).part({ item, inner, kind: "kept" }, found);
    else if (inner instanceof XmlElement) this.element(item, inner, was ? "kept" : kind, found, was instanceof XmlElement ? was : undefined);
    else if (was instanceof XmlText) this.reworded(was, inner, found);
    else this.runs(inner, found);
  }

  private element(item: Item, element: XmlElement, kind: Kind, found: Part[], former?: XmlElement): void {
    const column = this.chronicle.column(item.id.client);
    const content = this.parts(element, former);
    const isText = content.length === 0 && element._start !== null;
    if (kind === "gone" && isText) return; // its words went elsewhere
    const [attrs, other] = this.attributes(element, kind, former ?? element);
    const by = column.writer[item.id.clock] ?? 0;
    const deleter = kind === "gone" ? (this.chronicle.authors[column.died[item.id.clock] ?? 0] ?? 0) : other;
    found.push({ name: element.nodeName, attrs, kind, by, other: deleter, content });
  }

  private reworded(former: XmlText, text: XmlText, found: Part[]): void {
    const { chronicle, before, after } = this;
    const deaths = (this.deaths ??= lastDeaths(chronicle, after));
    const fate: Fate = {
      isElsewhere: ({ key }) => this.moved.has(key),
      whoDeleted: ({ key, column, clock }) => chronicle.authors[Math.max(column.died[clock] ?? 0, deaths.get(key) ?? 0)] ?? 0,
    };
    reword(lettersOf(chronicle, former, before), lettersOf(chronicle, text, after), fate, found);
  }

  private kindOf(column: Column, clock: number): Kind | null {
    const now = column.wasThere(clock, this.after);
    if (this.isOneMoment) return now ? "kept" : null;
    const then = column.wasThere(clock, this.before);
    if (then && now) return "kept";
    return now ? "added" : then ? "gone" : null;
  }

  /** The attributes at the moment shown, and who changed one of them since the other. */
  private attributes(element: XmlElement, kind: Kind, former: XmlElement): [Values, number] {
    const attrs: Values = {};
    let changer = 0;
    for (const name of new Set([...former._map.keys(), ...element._map.keys()])) {
      const [then, now] = [this.valueAt(former, name, this.before), this.valueAt(element, name, this.after)];
      const value = valueOf(kind === "gone" ? then : now);
      if (value !== undefined) attrs[name] = value;
      if (kind === "kept" && JSON.stringify(valueOf(then) ?? null) !== JSON.stringify(value ?? null)) {
        changer = now ? this.chronicle.writerOf(now.id.client, now.id.clock) : -1;
      }
    }
    return [attrs, changer];
  }

  private valueAt(element: XmlElement, name: string, seq: number): Item | null {
    for (let item = element._map.get(name) ?? null; item; item = item.left) {
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
    const reformed = this.isOneMoment ? 0 : reformer("kept", formats);
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

/** Undefined if it is not there. */
function valueOf(item: Item | null): unknown {
  const value = item?.content.getContent();
  return value?.[value.length - 1];
}
