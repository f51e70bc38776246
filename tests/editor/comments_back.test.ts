/** What was deleted comes back as new text: its comments are found by their words, on every page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { UndoManager } from "yjs";
import type { Anchor } from "../../app/static/src/editor/comments/anchor";
import { Desk, paragraph, schema } from "./comments_desk";

const empty = schema.nodeFromJSON({ type: "doc", content: [{ type: "paragraph" }] });

/** Everything is deleted, everything is taken back; what somebody sees who opens the text after that. */
function undone(desk: Desk, edit: () => void = () => desk.write(empty)): Desk {
  const undo = new UndoManager(desk.fragment, { trackedOrigins: new Set(["editor"]), captureTimeout: 0 });
  edit();
  undo.undo();
  return Desk.copyOf(desk);
}

function planOf(...lines: string[]): Desk {
  const desk = new Desk();
  desk.write(schema.nodeFromJSON({ type: "doc", content: lines.map(paragraph) }));
  return desk;
}

test("all comments are back after everything was deleted and taken back, on both pages", () => {
  const desk = Desk.withPlan();
  const quotes = ["先让学生", "平均分", "教师活动", "为什么不是二分之一", "分子表示取了几份", "四分之一。", "几份。作业：画"];
  const anchors = quotes.map(quote => desk.comment(quote));
  const other = undone(desk);
  for (const each of [desk, other]) assert.deepEqual(anchors.map(anchor => each.words(anchor)), quotes);
});

test("a comment comes back also when its words and those around them were changed before", () => {
  const desk = Desk.withPlan();
  const anchor = desk.comment("分母表示平均分成几份");
  desk.insert("分母表示", "把整体");
  desk.remove("小结：");
  desk.insert("几份，", "而");
  assert.equal(undone(desk).words(anchor), "分母表示把整体平均分成几份");
});

test("a comment whose words were deleted for good does not come back with the rest", () => {
  const desk = Desk.withPlan();
  const anchors = [desk.comment("平均分"), desk.comment("出示月饼图"), desk.comment("分子表示取了几份")];
  for (const words of ["平均分，再", "出示月饼图，", "分子表示取了几份"]) desk.remove(words);
  const other = undone(desk);
  assert.deepEqual(anchors.map(anchor => other.words(anchor)), [null, null, null]);
});

test("of equal words those are meant that stand between the same others", () => {
  const rows = ["导入：能说出什么是一半，同桌互相听。", "新授：能说出什么是几份，同桌互相听。", "练习：能说出什么是几份，全班一起听。"];
  const desk = planOf("评价要点一共有下面三条。", ...rows, "下课之前请学生再读一遍。");
  const [, middle, last] = rows.map(row => {
    const { from } = desk.find(row);
    return desk.commentAt({ from: from + 3, to: from + 6 });
  }) as [Anchor, Anchor, Anchor];
  const other = undone(desk);
  assert.equal(other.around(middle, 3), "新授：能说出什么是");
  assert.equal(other.around(last, 3), "练习：能说出什么是");
});

test("where the surroundings are equal too, the place nearest to the old one is taken", () => {
  const desk = planOf("请说一说你的想法，再听听别人的。", "中间这一段与上下都不相同。", "请说一说你的想法，再听听别人的。");
  const from = desk.find("都不相同。").to + 2 + "请说一说".length;
  const anchor = { ...desk.commentAt({ from, to: from + 3 }), before: "", after: "法，再听听别人的。" };
  assert.equal(anchor.quote, "你的想");
  const other = undone(desk, () => desk.change(tr => tr.delete(from, from + 3)));
  assert.deepEqual(other.placed(anchor), { from, to: from + 3 });
});

test("a long comment comes back whole, although only the beginning of its words is kept", () => {
  const line = (nth: number) => `第${nth}步：学生${"读写画说听".repeat(nth)}，教师记下第${nth}个问题。`;
  const desk = planOf("过程", ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(line), "小结：分母表示平均分成几份。", "作业：画一画。");
  const anchor = desk.commentAt({ from: desk.find("第3步").from, to: desk.find("平均分成几份。").to });
  assert.equal(anchor.quote.length, 300);
  desk.insert("第5步：", "请");
  const words = desk.words(anchor);
  assert.match(words ?? "", /^第3步.*第5步：请.*几份。$/);
  assert.equal(undone(desk).words(anchor), words);
});

test("a paragraph that is cut and pasted elsewhere takes its comment along", () => {
  for (const quote of ["小结", "分母表示平均分成几份", "小结：分母表示平均分成几份，分子表示取了几份。"]) {
    const desk = Desk.withPlan();
    const anchor = desk.comment(quote);
    const { from } = desk.find("小结");
    const moved = desk.texts.doc.resolve(from).parent;
    desk.change(tr => tr.delete(from - 1, from - 1 + moved.nodeSize));
    assert.equal(desk.words(anchor), null);
    desk.change(tr => tr.insert(0, moved));
    assert.equal(Desk.copyOf(desk).words(anchor), quote);
  }
});
