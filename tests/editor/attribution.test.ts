/** Whose words and things were adopted stays on record, whatever is done to the text afterwards. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { splitBlock, wrapIn, setBlockType, joinBackward } from "@tiptap/pm/commands";
import { Fragment, Slice, type Mark, type Node } from "@tiptap/pm/model";
import { NodeSelection, TextSelection, type Command, type EditorState, type Transaction } from "@tiptap/pm/state";
import { CellSelection, mergeCells, splitCell } from "@tiptap/pm/tables";
import { contentExtensions } from "../../app/static/src/editor/schema";
import { Clipboard } from "../../app/static/src/editor/suggesting/clipboard";
import { decideIn } from "../../app/static/src/editor/suggesting/deciding";
import { ownWordsOnly } from "../../app/static/src/editor/suggesting/free";
import { ADOPTED, DELETION, INSERTION } from "../../app/static/src/editor/suggesting/names";
import { suggested } from "../../app/static/src/editor/suggesting/rewriting";
import { adoptedKeys, keysOn, wordsOn } from "../../app/static/src/editor/suggesting/tokens";
import { schema, stateOf, TestWriter } from "./suggesting_world";

const p = (...content: (Node | string)[]) => schema.node("paragraph", null, content.map(part => (typeof part === "string" ? schema.text(part) : part)));
const marked = (words: string, name: string, key: string, ...more: Mark[]) => schema.text(words, [schema.mark(name, { key }), ...more]);
const adopted = (words: string, key = "7-1") => marked(words, ADOPTED, key);
const doc = (...content: Node[]) => schema.node("doc", null, content);
const cell = (...content: Node[]) => schema.node("tableCell", null, content);
const table = (...rows: Node[][]) => schema.node("table", null, rows.map(cells => schema.node("tableRow", null, cells)));
const SIGNS = [ADOPTED, INSERTION, DELETION];

/** `adopted 7-1: 反例` for each run of words and each thing. */
function signs(root: Node): string[] {
  const found: string[] = [];
  root.descendants(node => {
    for (const name of SIGNS) for (const key of keysOn(node, name)) found.push(`${name} ${key}: ${node.text ?? node.type.name}`);
    for (const word of wordsOn(node)) found.push(`${word} ${node.type.name}`);
  });
  return found;
}

/** Written freely, as a page does. */
function free(state: EditorState, change: (tr: Transaction) => unknown, clipboard?: Clipboard): EditorState {
  const { tr } = state;
  change(tr);
  return written(state, tr, clipboard);
}

function by(state: EditorState, command: Command): EditorState {
  let made: Transaction | null = null;
  assert.ok(command(state, tr => (made = tr)));
  assert.ok(made);
  return written(state, made);
}

function written(state: EditorState, tr: Transaction, clipboard?: Clipboard): EditorState {
  ownWordsOnly(tr, clipboard?.carried);
  tr.doc.check();
  return state.apply(tr);
}

function chosen(state: EditorState, from: number, to = from): EditorState {
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)));
}

function placeOf(root: Node, words: string): number {
  let place = -1;
  root.descendants((node, at) => {
    const index = node.text?.indexOf(words) ?? -1;
    if (index >= 0 && place < 0) place = at + index;
  });
  assert.ok(place >= 0, words);
  return place;
}

const MIXED = doc(p("先", adopted("折纸"), "再", marked("大家", INSERTION, "8-1"), marked("说", DELETION, "9-1")), p("第二段"));
const ALL = ["adopted 7-1: 折纸", "suggestedInsertion 8-1: 大家", "suggestedDeletion 9-1: 说"];

test("clearing the look of words decides nothing", () => {
  const cleared = free(stateOf(MIXED), tr => tr.removeMark(0, tr.doc.content.size));
  assert.deepEqual(signs(cleared.doc), ALL);

  const clearable = contentExtensions(() => undefined).filter(({ config }) => !("clearable" in config) || config.clearable !== false);
  assert.deepEqual(clearable.map(({ name }) => name).filter(name => SIGNS.includes(name)), []);
});

test("new words inside of adopted ones are nobody else's", () => {
  const state = chosen(stateOf(MIXED), placeOf(MIXED, "折纸") + 1);
  const typed = free(state, tr => tr.insertText("叠"));
  assert.deepEqual(signs(typed.doc).filter(sign => sign.startsWith("adopted")), ["adopted 7-1: 折", "adopted 7-1: 纸"]);
  const over = free(chosen(state, placeOf(MIXED, "折纸"), placeOf(MIXED, "折纸") + 2), tr => tr.insertText("剪开"));
  assert.deepEqual(signs(over.doc).filter(sign => sign.startsWith("adopted")), []);
});

test("what is dragged to another place stays what it was", () => {
  const from = placeOf(MIXED, "折纸");
  const moved = free(stateOf(MIXED), tr => {
    const slice = tr.doc.slice(from, from + 6);
    tr.delete(from, from + 6).replaceRange(tr.doc.content.size - 2, tr.doc.content.size - 2, slice);
  });
  assert.equal(moved.doc.textContent, "先第二折纸再大家说段");
  assert.deepEqual(signs(moved.doc), ALL);
});

/** The slice as it comes back from the clipboard: without a trace of suggestions. */
function plain(slice: Slice): Slice {
  const strip = (content: Fragment): Fragment => {
    const nodes: Node[] = [];
    content.forEach(node => {
      const attrs = "suggestion" in node.attrs ? { ...node.attrs, suggestion: null } : node.attrs;
      const marks = node.marks.filter(mark => !SIGNS.includes(mark.type.name));
      nodes.push(node.isText ? node.mark(marks) : node.type.create(attrs, strip(node.content), marks));
    });
    return Fragment.fromArray(nodes);
  };
  return new Slice(strip(slice.content), slice.openStart, slice.openEnd);
}

function paste(state: EditorState, clipboard: Clipboard, slice: Slice, at: number, isPlain = false): EditorState {
  const arrived = clipboard.arrive(plain(slice), state.doc, isPlain);
  return free(chosen(state, at), tr => tr.replaceSelection(arrived), clipboard);
}

test("what is cut and put in again stays what it was; a second time it is a copy", () => {
  const clipboard = new Clipboard();
  const from = placeOf(MIXED, "折纸");
  const slice = MIXED.slice(from, from + 6);
  clipboard.remember(slice, true);
  const cut = free(stateOf(MIXED), tr => tr.delete(from, from + 6));

  const once = paste(cut, clipboard, slice, cut.doc.content.size - 1);
  assert.deepEqual(signs(once.doc), ALL);

  const twice = paste(once, clipboard, slice, 1);
  assert.deepEqual(signs(twice.doc), ["adopted 7-1: 折纸", ...ALL]);
});

test("taken back and put in again, an open suggestion does not stand there twice", () => {
  const clipboard = new Clipboard();
  const from = placeOf(MIXED, "折纸");
  const slice = MIXED.slice(from, from + 6);
  clipboard.remember(slice, true);

  const pasted = paste(stateOf(MIXED), clipboard, slice, 1);

  assert.deepEqual(signs(pasted.doc), ["adopted 7-1: 折纸", ...ALL]);
});

test("a copy keeps what was adopted, and words from elsewhere are nobody's", () => {
  const clipboard = new Clipboard();
  const from = placeOf(MIXED, "折纸");
  const slice = MIXED.slice(from, from + 6);
  clipboard.remember(slice, false);
  const end = MIXED.content.size - 1;

  const copied = paste(stateOf(MIXED), clipboard, slice, end);
  assert.deepEqual(signs(copied.doc), [...ALL, "adopted 7-1: 折纸"]);

  const other = new Slice(Fragment.from(schema.text("别处的话")), 0, 0);
  assert.deepEqual(signs(paste(stateOf(MIXED), clipboard, other, from + 1).doc).filter(sign => sign.includes("别处")), []);
  assert.deepEqual(signs(paste(stateOf(MIXED), new Clipboard(), slice, end).doc), ALL);
  const inherited = new Slice(Fragment.from(adopted("别处的话")), 0, 0); // as plain text takes on the look around it
  const clip = new Clipboard();
  const arrived = clip.arrive(inherited, MIXED, true);
  const typed = free(chosen(stateOf(MIXED), from + 1), tr => tr.replaceSelection(arrived), clip);
  assert.deepEqual(signs(typed.doc).filter(sign => sign.includes("别处")), []);
});

test("whole blocks that are cut keep their signs", () => {
  const text = doc(p("一"), schema.node("image", { src: "/documents/1/images/x", suggestion: "adopted:7-2" }), table([cell(p(adopted("格")))]), p("二"));
  const clipboard = new Clipboard();
  const slice = text.slice(3, text.content.size - 3);
  clipboard.remember(slice, true);
  const cut = free(stateOf(text), tr => tr.delete(3, text.content.size - 3));

  const back = paste(cut, clipboard, slice, cut.doc.content.size - 1);

  assert.deepEqual(signs(back.doc).sort(), ["adopted 7-1: 格", "adopted:7-2 image"].sort());
});

test("merged and split cells, parted and joined paragraphs, lists and headings keep them", () => {
  const text = doc(table([cell(p("甲", adopted("折纸"))), cell(p(marked("大家", INSERTION, "8-1")))], [cell(p()), cell(p())]), p("先", adopted("折", "7-2"), adopted("纸", "7-2")), p("后"));
  const wanted = ["adopted 7-1: 折纸", "suggestedInsertion 8-1: 大家"];
  let state = stateOf(text);
  const cells: number[] = [];
  state.doc.descendants((node, at) => void (node.type.name === "tableCell" && cells.push(at)));
  state = state.apply(state.tr.setSelection(CellSelection.create(state.doc, cells[0] ?? 0, cells[1])));
  state = by(state, mergeCells);
  assert.deepEqual(signs(state.doc).slice(0, 2), wanted);
  state = by(state, splitCell);
  assert.deepEqual(signs(state.doc).slice(0, 2), wanted);

  state = by(chosen(state, placeOf(state.doc, "折纸") + 1), splitBlock);
  assert.deepEqual(signs(state.doc).slice(0, 3), ["adopted 7-1: 折", "adopted 7-1: 纸", "suggestedInsertion 8-1: 大家"]);
  state = by(chosen(state, placeOf(state.doc, "纸")), joinBackward);
  assert.deepEqual(signs(state.doc).slice(0, 2), wanted);

  state = by(chosen(state, placeOf(state.doc, "先")), wrapIn(schema.nodes["blockquote"] ?? schema.topNodeType));
  state = by(state, setBlockType(schema.nodes["heading"] ?? schema.topNodeType, { level: 2 }));
  assert.deepEqual(signs(state.doc), [...wanted, "adopted 7-2: 折纸"]);
});

test("a suggested paragraph stays one when it becomes a heading with others", () => {
  const text = doc(p("一"), schema.node("paragraph", { suggestion: "insert:8-1" }, [schema.text("二")]), schema.node("paragraph", { suggestion: "adopted:7-1" }, [schema.text("三")]));
  const state = chosen(stateOf(text), 1, text.content.size - 1);

  const heading = by(state, setBlockType(schema.nodes["heading"] ?? schema.topNodeType, { level: 2 }));

  assert.deepEqual(signs(heading.doc), ["insert:8-1 heading", "adopted:7-1 heading"]);
  const parted = by(chosen(heading, heading.doc.content.size - 1), splitBlock);
  assert.equal(signs(parted.doc).length, 2, "what is parted off is new");
});

test("pictures, formulas, tables, rows and paragraphs say whose they were", () => {
  const text = doc(
    p("一", schema.node("inlineMath", { latex: "x", suggestion: "insert:7-1" })),
    schema.node("paragraph", { suggestion: "insert:7-1" }, [schema.text("二")]),
    schema.node("image", { src: "/documents/1/images/x", suggestion: "insert:7-2 delete:9-1" }),
    table([cell(p("甲"))]).type.create({ suggestion: "insert:7-3" }, [schema.node("tableRow", { suggestion: "insert:7-4" }, [cell(p("甲"))])]),
    schema.node("blockMath", { latex: "y", suggestion: "insert:7-5" }),
  );
  const keys = new Set(["7-1", "7-2", "7-3", "7-4", "7-5"]);

  const settled = decideIn(stateOf(text).tr, keys, "adopt").doc;

  assert.deepEqual(signs(settled), [
    "adopted:7-1 inlineMath", "adopted:7-1 paragraph", "adopted:7-2 image", "delete:9-1 image", "adopted:7-3 table",
    "adopted:7-4 tableRow", "adopted:7-5 blockMath",
  ]);
  const kept = decideIn(stateOf(settled).tr, new Set(["9-1"]), "reject").doc;
  assert.deepEqual(signs(kept).filter(sign => sign.endsWith("image")), ["adopted:7-2 image"]);
  assert.deepEqual(signs(decideIn(stateOf(text).tr, keys, "reject").doc).filter(sign => sign.startsWith("adopted")), []);

  let at = -1;
  settled.descendants((node, place) => void (node.type.name === "blockMath" && (at = place)));
  const formula = settled.nodeAt(at);
  assert.ok(formula);
  const edited = free(stateOf(settled), tr => tr.replaceWith(at, at + 1, formula.type.create({ ...formula.attrs, latex: "z" })));
  assert.ok(signs(edited.doc).includes("adopted:7-5 blockMath"));
  const moved = free(stateOf(settled).apply(stateOf(settled).tr.setSelection(NodeSelection.create(settled, at))), tr => tr.deleteSelection().insert(0, formula));
  assert.ok(signs(moved.doc).includes("adopted:7-5 blockMath"));
});

test("suggesting to move or to change the look of adopted words leaves them to whoever wrote them", () => {
  const writer = new TestWriter(8);
  const text = doc(p("先", adopted("折纸"), "再说"), p("第二段"));
  const from = placeOf(text, "折纸");
  const state = stateOf(text);

  const bold = suggested(state, state.tr.addMark(from, from + 2, schema.mark("bold")), writer).doc;
  const after = decideIn(stateOf(bold).tr, new Set(["8-1"]), "adopt").doc;
  let keys: string[] = [];
  after.descendants(node => void (node.text === "折纸" && (keys = adoptedKeys(node))));
  assert.deepEqual(keys.sort(), ["7-1", "8-1"]);

  const slice = text.slice(from, from + 2);
  const move = state.tr.delete(from, from + 2);
  move.replaceRange(move.doc.content.size - 1, move.doc.content.size - 1, slice);
  const moved = suggested(state, move, new TestWriter(8)).doc;
  assert.ok(signs(moved).includes("adopted 7-1: 折纸"));
  assert.deepEqual(decideIn(stateOf(moved).tr, new Set(["8-1", "8-2"]), "reject").doc.toJSON(), text.toJSON());
  const there = decideIn(stateOf(moved).tr, new Set(["8-1", "8-2"]), "adopt").doc;
  assert.ok(signs(there).includes("adopted 7-1: 折纸"));
});
