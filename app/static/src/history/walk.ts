/** What stands in a document at two moments, as one tree: kept, added since, or gone since; and by whom. */
import { ContentType, XmlElement, XmlText, type Item } from "yjs";
import { attributesOf } from "./attributes";
import type { Chronicle } from "./chronicle";
import { faceOf, TEXT, type Face } from "./faces";
import { keysIn, lettersOf } from "./letters";
import { Moments } from "./moments";
import { isBlock, type Block, type Kind, type Part } from "./parts";
import { reword } from "./rewording";
import { withoutReturns, type Sibling, type Stayed } from "./siblings";
import { runsOf } from "./stretches";

type Parent = { _start: Item | null };

/** The blocks of the document as it was at `before` and is at `after`; one moment if both are the same. */
export function walk(chronicle: Chronicle, before: number, after: number): Block[] {
  return new Walk(chronicle, before, after).blocks();
}

class Walk {
  private readonly moments: Moments;

  constructor(
    private readonly chronicle: Chronicle,
    private readonly before: number,
    private readonly after: number,
  ) {
    this.moments = new Moments(chronicle, before, after);
  }

  blocks(): Block[] {
    return this.parts(this.chronicle.fragment).filter(isBlock);
  }

  /** What is in `type`; and in the one that it replaces. */
  private parts(type: Parent, former?: Parent): Part[] {
    const siblings = [...(former ? this.siblings(former) : []), ...this.siblings(type)];
    const stayed = this.moments.isOne ? siblings : withoutReturns(siblings, each => this.faceOf(each));
    const found: Part[] = [];
    for (const each of stayed) this.part(each, found);
    return found;
  }

  private siblings(type: Parent): Sibling[] {
    const found: Sibling[] = [];
    for (let item: Item | null = type._start; item; item = item.right) {
      if (!(item.content instanceof ContentType)) continue;
      const inner: unknown = item.content.type;
      const kind = this.moments.kindOf(this.chronicle.column(item.id.client), item.id.clock);
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
    else runsOf(this.moments, inner, found);
  }

  private element(item: Item, element: XmlElement, kind: Kind, found: Part[], former?: XmlElement): void {
    const column = this.chronicle.column(item.id.client);
    const content = this.parts(element, former);
    const isText = content.length === 0 && element._start !== null;
    if (kind === "gone" && isText) return; // its words went elsewhere
    const [attrs, other] = attributesOf(this.moments, element, kind, former ?? element);
    const by = column.writer[item.id.clock] ?? 0;
    const deleter = kind === "gone" ? this.moments.authorOf(column.died[item.id.clock]) : other;
    found.push({ name: element.nodeName, attrs, kind, by, other: deleter, content });
  }

  private reworded(former: XmlText, text: XmlText, found: Part[]): void {
    const { chronicle, before, after, moments } = this;
    reword(lettersOf(chronicle, former, before), lettersOf(chronicle, text, after), moments, found);
  }

}
