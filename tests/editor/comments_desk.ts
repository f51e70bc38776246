/** One browser with a plan and the comments beside it, without the page around them. */
import assert from "node:assert/strict";
import { getSchema } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Transform } from "@tiptap/pm/transform";
import { initProseMirrorDoc, updateYFragment } from "@tiptap/y-tiptap";
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from "yjs";
import { anchorFor, placeOf, type Anchor, type Texts } from "../../app/static/src/editor/comments/anchor";
import { FlatText, type Range } from "../../app/static/src/editor/comments/flat_text";
import type { Mapping } from "../../app/static/src/editor/comments/positions";
import { contentExtensions } from "../../app/static/src/editor/schema";

export const schema = getSchema(contentExtensions(() => undefined));
export const paragraph = (words: string) => ({ type: "paragraph", content: [{ type: "text", text: words }] });
const cell = (words: string) => ({ type: "tableCell", content: [paragraph(words)] });
const PLAN = {
  type: "doc",
  content: [
    paragraph("先让学生把一张纸对折，说说怎样才算平均分，再看书上的定义。"),
    { type: "table", content: [{ type: "tableRow", content: [cell("教师活动"), cell("出示月饼图，追问为什么不是二分之一。")] }] },
    paragraph("小结：分母表示平均分成几份，分子表示取了几份。"),
    paragraph("作业：画一画，涂出四分之一。"),
  ],
};

/** One browser: a Yjs document and what the editor shows of it. */
export class Desk {
  readonly ydoc = new Doc();
  readonly fragment = this.ydoc.getXmlFragment("default");

  static withPlan(): Desk {
    const desk = new Desk();
    desk.write(schema.nodeFromJSON(PLAN));
    return desk;
  }

  static copyOf(other: Desk): Desk {
    const desk = new Desk();
    desk.hear(other);
    return desk;
  }

  hear(other: Desk): void {
    applyUpdate(this.ydoc, encodeStateAsUpdate(other.ydoc, encodeStateVector(this.ydoc)));
  }

  get texts(): Texts {
    const { doc, meta } = initProseMirrorDoc(this.fragment, schema) as unknown as { doc: Node; meta: { mapping: Mapping } };
    return { ydoc: this.ydoc, fragment: this.fragment, mapping: meta.mapping, doc };
  }

  /** What the editor does: it compares and changes what is different. */
  write(doc: Node): void {
    const { meta } = initProseMirrorDoc(this.fragment, schema);
    this.ydoc.transact(() => updateYFragment(this.ydoc, this.fragment, doc, meta), "editor");
  }

  change(edit: (tr: Transform) => unknown): void {
    const tr = new Transform(this.texts.doc);
    edit(tr);
    this.write(tr.doc);
  }

  find(words: string): Range {
    const flat = new FlatText(this.texts.doc);
    const at = flat.text.indexOf(words);
    const range = flat.range(at, at + words.length);
    assert.ok(at >= 0 && range, words);
    return range;
  }

  comment(words: string): Anchor {
    const anchor = this.commentAt(this.find(words));
    assert.equal(anchor.quote, words);
    assert.ok(anchor.start && anchor.end, "Yjs knows the place");
    return anchor;
  }

  commentAt(range: Range): Anchor {
    const anchor = anchorFor(this.texts, range);
    assert.ok(anchor);
    return anchor;
  }

  placed(anchor: Anchor): Range | null {
    return placeOf(this.texts, anchor);
  }

  words(anchor: Anchor): string | null {
    return this.around(anchor, 0);
  }

  /** Its words with `more` characters of the paragraph on both sides. */
  around(anchor: Anchor, more: number): string | null {
    const place = this.placed(anchor);
    return place && this.texts.doc.textBetween(place.from - more, place.to + more);
  }

  insert(behind: string, words: string): void {
    const { to } = this.find(behind);
    this.change(tr => tr.insert(to, schema.text(words)));
  }

  remove(words: string): void {
    const { from, to } = this.find(words);
    this.change(tr => tr.delete(from, to));
  }
}
