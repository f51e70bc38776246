import assert from "node:assert/strict";
import { test } from "node:test";
import { getSchema } from "@tiptap/core";
import { Node } from "@tiptap/pm/model";
import { AllSelection, EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import { joinBackward } from "@tiptap/pm/commands";
import { contentExtensions } from "../../app/static/src/editor/schema";
import { sectionAtBorder } from "../../app/static/src/editor/sections/borders";
import { MEANT, sectionGuard } from "../../app/static/src/editor/sections/guard";
import { endOfSection, sectionsOf } from "../../app/static/src/editor/sections/names";

const schema = getSchema(contentExtensions(() => undefined));
const text = (words: string) => (words ? [schema.text(words)] : []);
const p = (words = "") => schema.node("paragraph", null, text(words));
const h = (words: string, section: string | null = null, level = 2) => schema.node("heading", { level, section }, text(words));
const plan = () => schema.node("doc", null, [p("开头"), h("教学目标", "objectives"), p("目标一"), p("目标二"), h("教学过程", "process"), p("过程"), h("板书设计", "board_design"), p()]);

function stateOf(doc: Node): { state: EditorState; said: [string, boolean][] } {
  const said: [string, boolean][] = [];
  const { addProseMirrorPlugins } = sectionGuard((words, refused) => said.push([words.join("、"), refused])).config;
  const plugins = addProseMirrorPlugins?.call({} as never) ?? [];
  return { state: EditorState.create({ schema, doc, plugins }), said };
}

function after(doc: Node, change: (state: EditorState) => Transaction): { lines: string[]; said: [string, boolean][] } {
  const { state, said } = stateOf(doc);
  const { doc: result } = state.apply(change(state));
  result.check();
  const lines: string[] = [];
  result.forEach(node => lines.push(`${node.attrs["section"] ?? ""}:${node.textContent}`));
  return { lines, said };
}

function place(doc: Node, words: string): number {
  let found = -1;
  doc.descendants((node, position) => {
    if (node.isText && node.text?.includes(words)) found = position + node.text.indexOf(words);
  });
  assert.notEqual(found, -1, words);
  return found;
}

const EMPTY = ["objectives:教学目标", "process:教学过程", "board_design:板书设计"];
const named = (lines: string[]) => lines.filter(line => !line.startsWith(":"));

test("deleting everything leaves the sections", () => {
  const { lines, said } = after(plan(), state => state.tr.setSelection(new AllSelection(state.doc)).deleteSelection());
  assert.deepEqual(named(lines), EMPTY);
  assert.ok(!lines.join("").includes("目标一"));
  assert.deepEqual(said, [["教学目标、教学过程、板书设计", false]]);
});

test("so does selecting the text and deleting or typing over it, and a heading at the very beginning", () => {
  const doc = schema.node("doc", null, [h("教学目标", "objectives"), p("目标"), h("教学过程", "process"), p("过程")]);
  const all = (state: EditorState) => TextSelection.create(state.doc, 1, state.doc.content.size - 1);
  const deleted = after(doc, state => state.tr.setSelection(all(state)).deleteSelection());
  assert.deepEqual(named(deleted.lines), ["objectives:教学目标", "process:教学过程"]);
  const typed = after(doc, state => state.tr.setSelection(all(state)).insertText("新"));
  assert.deepEqual(named(typed.lines), ["objectives:教学目标", "process:教学过程"]);
  assert.ok(typed.lines.includes(":新"), String(typed.lines));
});

test("a selection over a heading loses the words around it only", () => {
  const doc = plan();
  const { lines } = after(doc, state => state.tr.delete(place(doc, "标二"), place(doc, "程", ) + 1));
  assert.deepEqual(lines.slice(1, 5), ["objectives:教学目标", ":目标一", ":目", "process:教学过程"]);
});

test("a heading is neither joined to its neighbour nor made ordinary text", () => {
  const doc = plan();
  const { state, said } = stateOf(doc);
  const start = place(doc, "教学过程");
  const inside = state.apply(state.tr.setSelection(TextSelection.create(doc, start)));
  joinBackward(inside, transaction => assert.ok(inside.apply(transaction).doc.eq(doc)));
  assert.deepEqual(said, [["教学过程", true]]);
  const ordinary = state.tr.setBlockType(start, start, schema.nodes["paragraph"]!);
  assert.ok(state.apply(ordinary).doc.eq(doc));
});

test("its words and its rank may be changed, and it may be split", () => {
  const doc = plan();
  const start = place(doc, "教学过程");
  const renamed = after(doc, state => state.tr.insertText("流程", start + 2, start + 4));
  assert.deepEqual([named(renamed.lines)[1], renamed.said], ["process:教学流程", []]);
  const higher = after(doc, state => state.tr.setNodeAttribute(start - 1, "level", 3));
  assert.deepEqual(higher.said, []);
  const split = after(doc, state => state.tr.split(start + 2));
  assert.deepEqual(split.lines.slice(4, 6), ["process:教学", ":过程"]);
});

test("a pasted heading of the same section is an ordinary one, a moved one stays", () => {
  const doc = plan();
  const pasted = after(doc, state => state.tr.insert(0, h("教学目标", "objectives")));
  assert.deepEqual(pasted.lines.slice(0, 3), [":教学目标", ":开头", "objectives:教学目标"]);
  const start = place(doc, "教学过程") - 1;
  const moved = after(doc, state => state.tr.delete(start, start + 6).insert(0, h("教学过程", "process")));
  assert.equal(moved.lines[0], "process:教学过程");
  assert.equal(moved.lines.filter(line => line.startsWith("process")).length, 1);
});

test("whoever means it may remove one, and the others' changes are not judged", () => {
  const doc = plan();
  const start = place(doc, "教学过程") - 1;
  const { lines } = after(doc, state => state.tr.delete(start, endOfSection(doc, start)).setMeta(MEANT, true));
  assert.deepEqual(named(lines), ["objectives:教学目标", "board_design:板书设计"]);
  assert.ok(!lines.includes(":过程"));
});

test("the sections in their order", () => {
  const doc = plan();
  const sections = sectionsOf(doc);
  assert.deepEqual(sections.map(({ key }) => key), ["objectives", "process", "board_design"]);
});

test("the keys that would join a section to what stands above it are known, also below a list", () => {
  const list = schema.node("bulletList", null, [schema.node("listItem", null, [p("最后一条")])]);
  const doc = schema.node("doc", null, [list, h("教学目标", "objectives"), p(), h("教学过程", "process"), schema.node("horizontalRule"), h("板书设计", "board_design"), p("板书"), h("小标题")]);
  const at = (words: string, behind: boolean) => {
    const position = place(doc, words) + (behind ? words.length : 0);
    const state = EditorState.create({ schema, doc, selection: TextSelection.create(doc, position) });
    return sectionAtBorder(state, behind)?.textContent ?? null;
  };
  assert.equal(at("教学目标", false), "教学目标");
  assert.equal(at("最后一条", true), "教学目标");
  assert.equal(at("后一条", false), null); // in the middle
  assert.equal(at("教学过程", false), null); // the empty paragraph above it goes
  assert.equal(at("板书设计", false), null); // the line above it is selected
  assert.equal(at("小标题", false), null); // no section
});
