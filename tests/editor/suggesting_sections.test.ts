/** Suggestions over the headings of sections, which stay where they are: see docs/adr/0019. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Node } from "@tiptap/pm/model";
import { EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import { MEANT, sectionGuard } from "../../app/static/src/editor/sections/guard";
import { endOfSection } from "../../app/static/src/editor/sections/names";
import { backspaceAtStart, deleteAtEnd } from "../../app/static/src/editor/suggesting/boundary_keys";
import { allKeys, decided, type Verdict } from "../../app/static/src/editor/suggesting/deciding";
import { suggested } from "../../app/static/src/editor/suggesting/rewriting";
import { schema, TestWriter } from "./suggesting_world";

const text = (words: string) => (words ? [schema.text(words)] : []);
const struck = (words: string) => schema.text(words, [schema.mark("suggestedDeletion", { key: "7-1" })]);
const p = (words = "") => schema.node("paragraph", null, text(words));
const h = (words: string, section: string) => schema.node("heading", { level: 2, section }, text(words));
const plan = () =>
  schema.node("doc", null, [h("目标", "objectives"), p("甲乙丙"), p("丁戊己"), h("过程", "process"), p("子丑寅"), p("卯辰巳"), h("板书", "board"), p()]);

/** With the guard that every editor has. */
function stateOf(doc: Node): EditorState {
  const plugins = sectionGuard(() => undefined).config.addProseMirrorPlugins?.call({} as never) ?? [];
  return EditorState.create({ schema, doc, plugins });
}

function suggest(doc: Node, change: (tr: Transaction) => Transaction): Node {
  const state = stateOf(doc);
  return state.apply(suggested(state, change(state.tr), new TestWriter(7))).doc;
}

function settled(doc: Node, verdict: Verdict): string[] {
  const state = stateOf(doc);
  const tr = decided(state, allKeys(doc), verdict);
  const { doc: result } = tr ? state.apply(tr) : state;
  result.check();
  assert.deepEqual([...allKeys(result)], [], verdict);
  return linesOf(result);
}

function linesOf(doc: Node): string[] {
  const lines: string[] = [];
  doc.forEach(node => lines.push(`${node.attrs["section"] ? "#" : ""}${node.textContent}`));
  return lines;
}

function place(doc: Node, words: string): number {
  let found = -1;
  doc.descendants((node, position) => {
    if (node.isText && node.text?.includes(words)) found = position + node.text.indexOf(words);
  });
  assert.notEqual(found, -1, words);
  return found;
}

/** From before `first` to behind `last`: what is left of the text with the suggestion adopted. */
const SELECTIONS: [first: string, last: string, left: string[]][] = [
  ["乙", "卯", ["#目标", "甲", "#过程", "辰巳", "#板书", ""]],
  ["乙", "过", ["#目标", "甲", "#过程", "子丑寅", "卯辰巳", "#板书", ""]],
  ["乙", "程", ["#目标", "甲", "#过程", "子丑寅", "卯辰巳", "#板书", ""]],
  ["乙", "书", ["#目标", "甲", "#过程", "#板书", ""]],
  ["目", "丑", ["#目标", "#过程", "寅", "卯辰巳", "#板书", ""]],
];

test("a selection over headings is suggested section by section, and can be settled either way", () => {
  for (const [first, last, left] of SELECTIONS) {
    const doc = plan();
    const [from, to] = [place(doc, first), place(doc, last) + 1];
    const suggestion = suggest(doc, tr => tr.delete(from, to));
    suggestion.descendants(node => {
      if (node.attrs["section"]) assert.deepEqual([node.attrs["suggestion"], node.childCount && node.firstChild?.marks], [null, []]);
    });
    assert.equal(allKeys(suggestion).size, 1);
    assert.deepEqual(settled(suggestion, "reject"), linesOf(doc), `${first}–${last}`);
    assert.deepEqual(settled(suggestion, "adopt"), left, `${first}–${last}`);
  }
});

test("what is typed over headings stands with the words before them", () => {
  const doc = plan();
  const suggestion = suggest(doc, tr => tr.replaceWith(place(doc, "乙"), place(doc, "卯") + 1, schema.text("新")));
  assert.deepEqual(settled(suggestion, "adopt"), ["#目标", "甲新", "#过程", "辰巳", "#板书", ""]);
  assert.deepEqual(settled(suggestion, "reject"), linesOf(doc));
});

test("everything may be selected and suggested to go: the headings stay", () => {
  const doc = plan();
  const suggestion = suggest(doc, tr => tr.delete(0, doc.content.size));
  assert.deepEqual(settled(suggestion, "adopt"), ["#目标", "#过程", "#板书"]);
  assert.deepEqual(settled(suggestion, "reject"), linesOf(doc));
});

/** As they were stored before headings were left out. */
test("suggestions that have a heading in them can be settled", () => {
  const line = (type: string, attrs: object, ...content: Node[]) => schema.node(type, { suggestion: "join:7-1", ...attrs }, content);
  const over = schema.node("doc", null, [
    h("目标", "objectives"),
    schema.node("paragraph", null, [schema.text("甲"), struck("乙丙")]),
    line("heading", { level: 2, section: "process" }, struck("过程")),
    line("paragraph", {}, struck("子丑寅")),
    line("paragraph", {}, struck("卯"), schema.text("辰巳")),
  ]);
  assert.deepEqual(settled(over, "adopt"), ["#目标", "甲", "#过程", "辰巳"]);
  assert.deepEqual(settled(over, "reject"), ["#目标", "甲乙丙", "#过程", "子丑寅", "卯辰巳"]);
  const fromItsBeginning = schema.node("doc", null, [
    schema.node("heading", { level: 2, section: "process" }, [struck("过程")]),
    line("paragraph", {}, struck("子丑"), schema.text("寅")),
  ]);
  assert.deepEqual(settled(fromItsBeginning, "adopt"), ["#过程", "寅"]);
  assert.deepEqual(settled(fromItsBeginning, "reject"), ["#过程", "子丑寅"]);
});

test("the words of a heading can be suggested to be others, and its body to continue it", () => {
  const doc = plan();
  const renamed = suggest(doc, tr => tr.replaceWith(place(doc, "过程"), place(doc, "过程") + 2, schema.text("流程")));
  assert.deepEqual(settled(renamed, "adopt")[3], "#流程");
  assert.deepEqual(settled(renamed, "reject"), linesOf(doc));
  const continued = suggest(doc, tr => tr.delete(place(doc, "程"), place(doc, "子") + 1));
  assert.deepEqual(settled(continued, "adopt")[3], "#过丑寅");
});

test("a section that is to go, or to come, on purpose goes or comes", () => {
  const doc = plan();
  const at = place(doc, "过程") - 1;
  const gone = suggest(doc, tr => tr.delete(at, endOfSection(doc, at)).setMeta(MEANT, true));
  assert.deepEqual(settled(gone, "adopt"), ["#目标", "甲乙丙", "丁戊己", "#板书", ""]);
  assert.deepEqual(settled(gone, "reject"), linesOf(doc));
  const come = suggest(doc, tr => tr.insert(at, [h("准备", "preparation"), p()]));
  assert.deepEqual(settled(come, "adopt").slice(2, 5), ["丁戊己", "#准备", ""]);
  assert.deepEqual(settled(come, "reject"), linesOf(doc));
});

test("an empty line before a heading can be suggested to go by the keys beside it", () => {
  const doc = schema.node("doc", null, [p("甲"), p(), h("过程", "process"), p("子")]);
  for (const [position, key] of [[place(doc, "过"), backspaceAtStart], [4, deleteAtEnd]] as const) {
    const state = stateOf(doc).apply(stateOf(doc).tr.setSelection(TextSelection.create(doc, position)));
    const tr = key(state);
    assert.ok(tr?.docChanged);
    const { doc: suggestion } = suggested(state, tr, new TestWriter(7));
    assert.deepEqual(settled(suggestion, "adopt"), ["甲", "#过程", "子"]);
    assert.deepEqual(settled(suggestion, "reject"), linesOf(doc));
  }
});
