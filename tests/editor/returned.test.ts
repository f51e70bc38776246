/** Everything deleted and brought back by undo: compared with before, only what was really changed is a change. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { getSchema, type JSONContent } from "@tiptap/core";
import { Node } from "@tiptap/pm/model";
import { updateYFragment } from "@tiptap/y-tiptap";
import { Doc, UndoManager, type Transaction } from "yjs";
import { contentExtensions } from "../../app/static/src/editor/schema";
import { Chronicle, type LogRow } from "../../app/static/src/history/chronicle";
import { isBlock, type Block, type Part } from "../../app/static/src/history/parts";
import { walk } from "../../app/static/src/history/walk";

const schema = getSchema(contentExtensions(() => undefined));
const [ZHOU, SU] = [7, 9];

const p = (text: string, marks: string[] = []): JSONContent => ({
  type: "paragraph",
  content: text ? [{ type: "text", text, marks: marks.map(type => ({ type })) }] : [],
});
const heading = (text: string, level = 2): JSONContent => ({ type: "heading", attrs: { level }, content: [{ type: "text", text }] });
const list = (...items: string[]): JSONContent => ({
  type: "bulletList",
  content: items.map(item => ({ type: "listItem", content: [p(item)] })),
});
const table = (...rows: string[][]): JSONContent => ({
  type: "table",
  content: rows.map(cells => ({ type: "tableRow", content: cells.map(cell => ({ type: "tableCell", content: [p(cell)] })) })),
});

const TABLE = [["教师", "学生", ""], ["出示长方形", "说一说", ""], ["提问", "讨论", ""]];
const PLAN = [
  heading("教学目标"), p("理解面积的意义"), list("认识面积单位", "会比较大小"), p("重点", ["bold"]), p(""), table(...TABLE), p("板书"),
];

/** A page through the editor's own binding; each change of one person is a row of the log. */
class Desk {
  readonly log: LogRow[] = [];
  private readonly doc = new Doc();
  private readonly fragment = this.doc.getXmlFragment("default");
  private readonly undo = new UndoManager(this.fragment, { captureTimeout: 0, trackedOrigins: new Set(["typing"]) });
  private author = ZHOU;

  constructor(content: JSONContent[]) {
    this.doc.on("update", (data: Uint8Array, _origin: unknown, _doc: Doc, { changed }: Transaction) => {
      if (changed.size > 0) this.log.push({ seq: this.log.length + 1, author: this.author, at: this.log.length, data });
    });
    this.write(content);
  }

  write(content: JSONContent[], author = ZHOU): this {
    this.author = author;
    const node = Node.fromJSON(schema, { type: "doc", content });
    const meta = { mapping: new Map(), isOMark: new Map() };
    this.doc.transact(() => updateYFragment(this.doc, this.fragment, node, meta), "typing");
    return this;
  }

  deletedAndBack(): this {
    this.write([p("")]);
    this.undo.undo();
    return this;
  }

  compared(from = 1): Block[] {
    const chronicle = new Chronicle();
    chronicle.add(this.log);
    chronicle.settle();
    return walk(chronicle, from, chronicle.head);
  }
}

/** What is not as it was: words, or `<name>` of a thing, with who did it. */
function changes(parts: readonly Part[]): string[] {
  return parts.flatMap(part => {
    const who = part.kind === "added" ? part.by : part.other;
    const here = part.kind !== "kept" || part.other !== 0;
    if (isBlock(part)) return [...(here ? [`${part.kind} <${part.name}> ${who}`] : []), ...changes(part.content)];
    return here ? [`${part.kind} ${part.words} ${who}`] : [];
  });
}

const shown = (parts: readonly Part[]): string => parts.map(part => (isBlock(part) ? `${shown(part.content)}|` : part.words)).join("");
const but = (at: number, block: JSONContent): JSONContent[] => PLAN.map((each, index) => (index === at ? block : each));

test("a text that was deleted and brought back is no change", () => {
  const blocks = new Desk(PLAN).deletedAndBack().compared();
  assert.deepEqual(changes(blocks), []);
  assert.equal(shown(blocks), shown(new Desk(PLAN).compared()));
});

test("however often it went and came back", () => {
  assert.deepEqual(changes(new Desk(PLAN).deletedAndBack().deletedAndBack().deletedAndBack().compared()), []);
});

const EDITS: [string, JSONContent[], string[]][] = [
  ["a word more", but(1, p("理解面积的真正意义")), [`added 真正 ${SU}`]],
  ["a word less", but(1, p("理解面积")), [`gone 的意义 ${SU}`]],
  ["a word in a list", but(2, list("认识面积单位", "会估计和比较大小")), [`added 估计和 ${SU}`]],
  ["a word in a cell", but(5, table(["教师", "学生", ""], ["出示正方形", "说一说", ""], ["提问", "讨论", ""])), [`gone 长 ${SU}`, `added 正 ${SU}`]],
  ["an empty cell filled", but(5, table(["教师", "学生", ""], ["出示长方形", "说一说", "五分钟"], ["提问", "讨论", ""])), [`added 五分钟 ${SU}`]],
  ["a paragraph more", [...PLAN, p("作业")], [`added <paragraph> ${SU}`, `added 作业 ${SU}`]],
  ["another level", but(0, heading("教学目标", 3)), [`kept <heading> ${SU}`]],
  ["another look", but(1, p("理解面积的意义", ["bold"])), [`kept 理解面积的意义 ${SU}`]],
];

for (const [name, content, expected] of EDITS) {
  test(`what was changed after it came back is all that is shown: ${name}`, () => {
    assert.deepEqual(changes(new Desk(PLAN).deletedAndBack().write(content, SU).compared()), expected);
  });
}

test("what only looks like something that went is not it", () => {
  const desk = new Desk([p("第一段写的是面积"), p("末尾")]).write([p("另外的几个字"), p("末尾")], SU);
  const said = changes(desk.compared()).join();
  assert.match(said, /gone/);
  assert.match(said, /added/);
});
