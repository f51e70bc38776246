/** Taking a section out of the text, and putting one in that is missing. */
import type { Editor } from "@tiptap/core";
import { MEANT } from "./guard";
import { endOfSection, sectionsOf } from "./names";

export interface Named {
  key: string;
  label: string;
}

/** What became of it: whoever suggests only proposes that it go, and may be refused. */
export function removeSection(editor: Editor, key: string): "removed" | "suggested" | null {
  const { doc, tr } = editor.state;
  const section = sectionsOf(doc).find(each => each.key === key);
  if (!section) return null;
  editor.view.dispatch(tr.delete(section.position, endOfSection(doc, section.position)).setMeta(MEANT, true));
  if (editor.state.doc.eq(doc)) return null;
  return sectionsOf(editor.state.doc).some(each => each.key === key) ? "suggested" : "removed";
}

export function missingIn(editor: Editor, template: readonly Named[]): Named[] {
  const there = new Set(sectionsOf(editor.state.doc).map(({ key }) => key));
  return template.filter(({ key }) => !there.has(key));
}

/** Before the section that follows it in the template; behind everything if none does. */
export function placeFor(editor: Editor, template: readonly Named[], key: string): number {
  const { doc } = editor.state;
  const order = template.map(each => each.key);
  const later = new Set(order.slice(order.indexOf(key) + 1));
  return sectionsOf(doc).find(section => later.has(section.key))?.position ?? doc.content.size;
}

export function addSection(editor: Editor, template: readonly Named[], key: string): void {
  const label = template.find(each => each.key === key)?.label;
  if (!label) return;
  const place = placeFor(editor, template, key);
  const level = Number(sectionsOf(editor.state.doc)[0]?.node.attrs["level"] ?? 2);
  const heading = { type: "heading", attrs: { level, section: key }, content: [{ type: "text", text: label }] };
  editor.chain().insertContentAt(place, [heading, { type: "paragraph" }]).run();
  editor.chain().setTextSelection(place + label.length + 3).focus().scrollIntoView().run();
}
