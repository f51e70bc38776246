import assert from "node:assert/strict";
import { test } from "node:test";
import { getSchema, type Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { EditorState, Plugin } from "@tiptap/pm/state";
import { initProseMirrorDoc, updateYFragment, ySyncPluginKey } from "@tiptap/y-tiptap";
import { Awareness } from "y-protocols/awareness";
import { Doc } from "yjs";
import { told } from "../../app/static/src/editor/places";
import { contentExtensions } from "../../app/static/src/editor/schema";
import { whereabouts } from "../../app/static/src/editor/sections/whereabouts";

const schema = getSchema(contentExtensions(() => undefined));
const text = (words: string) => (words ? [schema.text(words)] : []);
const p = (words = "") => schema.node("paragraph", null, text(words));
const h = (words: string, section: string | null = null, level = 2) => schema.node("heading", { level, section }, text(words));
const plan = () => schema.node("doc", null, [p("开头"), h("教学目标", "objectives"), p("目标"), h("教学过程", "process"), p("过程"), h("导入", null, 3), p("折纸"), h(""), p("末尾")]);
const [PROCESS, OPENING] = [1, 2]; // as the outline numbers them; an empty heading that is no section is not in it

function editorOf(doc: Node): Editor {
  const ydoc = new Doc();
  const type = ydoc.getXmlFragment("default");
  updateYFragment(ydoc, type, doc, initProseMirrorDoc(type, schema).meta);
  const { meta } = initProseMirrorDoc(type, schema);
  const synced = { doc: ydoc, type, binding: { mapping: meta.mapping } };
  const plugin = new Plugin({ key: ySyncPluginKey, state: { init: () => synced, apply: (_tr, value) => value } });
  return { state: EditorState.create({ schema, doc, plugins: [plugin] }) } as Editor;
}

function placeOf(doc: Node, words: string): number {
  let found = -1;
  doc.descendants((node, position) => {
    if (node.isText && node.text?.includes(words)) found = position + node.text.indexOf(words) + words.length;
  });
  assert.notEqual(found, -1, words);
  return found;
}

/** Heading → names, where each of these people has the caret behind these words. */
function seen(carets: [id: number, name: string, words: string][]): Record<number, string[]> {
  const doc = plan();
  const editor = editorOf(doc);
  const awareness = new Awareness(new Doc());
  carets.forEach(([id, name, words], at) => {
    const cursor = words ? { head: told(editor, placeOf(doc, words)) } : null;
    awareness.states.set(100 + at, { user: { id, name, client: 100 + at }, cursor });
  });
  const found = [...whereabouts(editor, awareness)].map(([key, people]) => [key, people.map(({ name }) => name)]);
  awareness.destroy();
  return Object.fromEntries(found) as Record<number, string[]>;
}

test("each stands at the nearest heading above the caret, section or not", () => {
  assert.deepEqual(seen([[1, "程亦安", "过程"], [2, "田小满", "折纸"], [3, "叶知秋", "导入"]]), {
    [PROCESS]: ["程亦安"],
    [OPENING]: ["田小满", "叶知秋"],
  });
  assert.deepEqual(seen([[1, "程亦安", "末尾"]]), { [OPENING]: ["程亦安"] }, "the outline does not list empty headings");
});

test("nobody stands anywhere before the first heading or without a caret; one person stands there once", () => {
  assert.deepEqual(seen([[1, "程亦安", "开头"], [2, "田小满", ""]]), {});
  assert.deepEqual(seen([[1, "程亦安", "折纸"], [1, "程亦安", "导入"]]), { [OPENING]: ["程亦安"] });
});
