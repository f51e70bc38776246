/** Another look as a suggestion: shown once, and whole after whatever is deleted in it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Node } from "@tiptap/pm/model";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import { allKeys, decideIn, type Verdict } from "../../app/static/src/editor/suggesting/deciding";
import { keepOldLooks, lookChanges } from "../../app/static/src/editor/suggesting/looks";
import { suggested } from "../../app/static/src/editor/suggesting/rewriting";
import { schema, TestWriter } from "./suggesting_world";

const bold = schema.mark("bold");
const plan = schema.node("doc", null, [
  schema.node("paragraph", null, [schema.text("甲乙丙丁"), schema.text("戊己", [schema.mark("italic")]), schema.text("庚")]),
]);
const writer = new TestWriter(7);

function suggest(doc: Node, change: (tr: Transaction) => Transaction): Node {
  const state = EditorState.create({ doc });
  return state.apply(suggested(state, change(state.tr), writer)).doc;
}

/** As it is seen: words of another look in <>. */
function seen(doc: Node): string {
  let all = doc.textBetween(0, doc.content.size);
  for (const { from, at, size } of lookChanges(doc).reverse()) {
    all = `${all.slice(0, from - 1)}<${all.slice(at - 1, at + size - 1)}>${all.slice(at + size - 1)}`;
  }
  return all;
}

function settled(doc: Node, verdict: Verdict): string {
  return decideIn(EditorState.create({ doc }).tr, allKeys(doc), verdict).doc.textContent;
}

/** Somebody writes freely; of the old words they see nothing. */
function free(doc: Node, from: number, to: number): Node {
  const tr = EditorState.create({ doc }).tr.delete(from, to);
  keepOldLooks(tr);
  tr.doc.check();
  return tr.doc;
}

test("words that are to look otherwise are seen once, over other looks too", () => {
  assert.equal(seen(suggest(plan, tr => tr.addMark(2, 4, bold))), "甲<乙丙>丁戊己庚");
  assert.equal(seen(suggest(plan, tr => tr.addMark(3, 7, bold))), "甲乙<丙丁><戊己>庚");
  assert.equal(seen(suggest(plan, tr => tr.removeMark(5, 7))), "甲乙丙丁<戊己>庚");
});

test("words that are written anew are not another look", () => {
  assert.equal(seen(suggest(plan, tr => tr.replaceWith(2, 4, schema.text("乙丙")))), "甲乙丙乙丙丁戊己庚");
  assert.equal(seen(suggest(plan, tr => tr.replaceWith(2, 4, schema.text("丁", [bold])))), "甲乙丙丁丁戊己庚");
});

test("what is struck before it and written behind it under the same key is seen beside it", () => {
  const longer = suggest(suggest(plan, tr => tr.addMark(2, 4, bold)), tr => tr.insert(6, schema.text("新")));
  assert.equal(seen(longer), "甲<乙丙>新丁戊己庚");
  assert.equal(seen(suggest(longer, tr => tr.delete(1, 2))), "甲<乙丙>新丁戊己庚");
  assert.equal(allKeys(suggest(longer, tr => tr.delete(1, 2))).size, 1);
});

test("whoever deletes freely what they see loses nothing that they do not see", () => {
  const doc = suggest(plan, tr => tr.addMark(2, 4, bold)); // 甲 [乙丙] <乙丙> 丁戊己庚
  const cases: [from: number, to: number, seen: string, rejected: string][] = [
    [1, 4, "<乙丙>丁戊己庚", "乙丙丁戊己庚"], // a key to the left from before the copy, over what is hidden
    [2, 5, "甲<丙>丁戊己庚", "甲丙丁戊己庚"],
    [1, 5, "<丙>丁戊己庚", "丙丁戊己庚"],
    [4, 6, "甲丁戊己庚", "甲丁戊己庚"],
    [5, 6, "甲<乙>丁戊己庚", "甲乙丁戊己庚"],
    [1, 7, "戊己庚", "戊己庚"],
  ];
  for (const [from, to, now, rejected] of cases) {
    const left = free(doc, from, to);
    assert.equal(seen(left), now, `${from}-${to}`);
    assert.equal(settled(left, "reject"), rejected, `${from}-${to}`);
  }
});

test("what is cut may be put in again: the old look stays", () => {
  const tr = EditorState.create({ doc: suggest(plan, tr => tr.addMark(2, 4, bold)) }).tr.delete(4, 6).setMeta("uiEvent", "cut");
  keepOldLooks(tr);
  assert.equal(settled(tr.doc, "reject"), "甲乙丙丁戊己庚");
});
