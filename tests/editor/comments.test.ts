import assert from "node:assert/strict";
import { test } from "node:test";
import { UndoManager, XmlText } from "yjs";
import { fitting } from "../../app/static/src/editor/comments/people";
import { Desk, paragraph, schema } from "./comments_desk";

test("a place is found where it was made, also at the very beginning and in a table", () => {
  const desk = Desk.withPlan();
  for (const words of ["先让学生", "平均分，再看", "教师活动", "为什么不是二分之一", "四分之一。"]) {
    assert.equal(desk.words(desk.comment(words)), words);
  }
});

test("what is written around stays outside, what is written inside is inside", () => {
  const desk = Desk.withPlan();
  const anchor = desk.comment("说说怎样才算平均分");
  desk.insert("对折，", "请");
  desk.insert("怎样才算", "真正的");
  desk.insert("平均分", "呢");
  desk.insert("先让", "三年级");
  assert.equal(desk.words(anchor), "说说怎样才算真正的平均分");
  desk.remove("怎样才算");
  assert.equal(desk.words(anchor), "说说真正的平均分");
});

test("text in front of it, blocks before it and other people's edits do not move it", () => {
  const desk = Desk.withPlan();
  const other = Desk.copyOf(desk);
  const anchor = desk.comment("分子表示取了几份");
  other.change(tr => tr.insert(0, schema.nodeFromJSON(paragraph("新的一段"))));
  desk.insert("小结：", "一起说——");
  other.insert("取了", "这样的");
  desk.hear(other);
  other.hear(desk);
  for (const each of [desk, other]) assert.equal(each.words(anchor), "分子表示取了这样的几份");
});

test("deleted text has no place, undo brings it back", () => {
  const desk = Desk.withPlan();
  const anchor = desk.comment("追问为什么不是二分之一");
  const undo = new UndoManager(desk.fragment, { trackedOrigins: new Set(["editor"]), captureTimeout: 0 });
  desk.remove("追问为什么不是二分之一");
  assert.equal(desk.words(anchor), null);
  undo.undo();
  assert.equal(desk.words(anchor), "追问为什么不是二分之一");
});

test("the same words elsewhere are not taken for the deleted ones", () => {
  const desk = Desk.withPlan();
  const anchor = desk.comment("平均分");
  desk.remove("平均分，再");
  assert.equal(desk.words(anchor), null);
});

test("a whole deleted paragraph, and a deleted table, leave no place behind", () => {
  const desk = Desk.withPlan();
  const lost = [desk.comment("小结：分母表示"), desk.comment("教师活动")];
  desk.change(tr => {
    const [, table, last] = [0, 1, 2].map(index => tr.doc.child(index));
    const at = tr.doc.child(0).nodeSize;
    tr.delete(at, at + (table?.nodeSize ?? 0) + (last?.nodeSize ?? 0));
  });
  for (const anchor of lost) assert.equal(desk.words(anchor), null);
});

test("a paragraph that is split before, in or behind the place keeps it", () => {
  for (const at of ["先让学生", "把一张纸对折，说说", "怎样才算平均分"]) {
    const desk = Desk.withPlan();
    const anchor = desk.comment("把一张纸对折，说说怎样才算平均分");
    desk.change(tr => tr.split(desk.find(at).to));
    assert.equal(desk.words(anchor), "把一张纸对折，说说怎样才算平均分", at);
  }
});

test("a version that is restored as new text finds its comments again", () => {
  const desk = Desk.withPlan();
  const anchor = desk.comment("出示月饼图");
  const before = desk.texts.doc;
  desk.write(schema.nodeFromJSON({ type: "doc", content: [paragraph("空")] }));
  assert.equal(desk.words(anchor), null);
  desk.write(before);
  assert.equal(desk.words(anchor), "出示月饼图");
});

test("an anchor that no browser made is no harm, the quote alone is enough", () => {
  const desk = Desk.withPlan();
  const made = desk.comment("涂出四分之一");
  for (const start of ["", "AAAA", "////", btoa("\x01")]) {
    assert.equal(desk.words({ ...made, start, end: start }), "涂出四分之一");
    assert.equal(desk.words({ ...made, start, end: start, quote: "没有这样的话，一个字也没有" }), null);
  }
});

/** Small and always the same, so that a failure can be repeated. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("random edits of two people outside the place never touch it; inside it they stay inside", () => {
  let written = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = numbers(seed);
    const desks = [Desk.withPlan()];
    desks.push(Desk.copyOf(desks[0]!));
    const [first, second] = desks as [Desk, Desk];
    const anchor = first.comment("分母表示平均分成几份");
    let inside = 0;
    for (let step = 0; step < 25; step += 1) {
      const desk = desks[random(2)]!;
      const all = [...texts(desk)];
      const text = all[random(all.length)]!;
      const words = text.toString();
      const start = words.indexOf("分母表示");
      const end = words.lastIndexOf("几份，") + 2;
      const at = random(text.length + 1);
      if (start >= 0 && at > start && at < start + 4) continue; // the edges are looked at elsewhere
      if (start >= 0 && at > end - 3 && at <= end) continue;
      if (random(3) || text.length < 8 || (start >= 0 && at > start - 6 && at < end)) {
        text.insert(at, "新");
        inside += Number(start >= 0 && at > start && at < end);
      } else if (at < text.length) text.delete(at, 1);
      if (random(4) === 0) first.hear(second);
      if (random(4) === 0) second.hear(first);
    }
    first.hear(second);
    second.hear(first);
    const found = first.words(anchor);
    assert.equal(found, second.words(anchor), `seed ${seed}`);
    assert.match(found ?? "", /^分母表示.*几份$/, `seed ${seed}`);
    assert.equal([...(found ?? "")].filter(character => character === "新").length, inside, `seed ${seed}`);
    written += inside;
  }
  assert.ok(written > 30, "the dice must fall inside now and then");
});

function* texts(desk: Desk): Generator<XmlText> {
  for (const node of desk.fragment.createTreeWalker(each => each instanceof XmlText)) yield node as XmlText;
}

test("people are found by name, school and the sound of the name", () => {
  const su = { label: "苏屿", name: "苏屿", school: "柳溪", sound: "su yu" };
  const lin = { label: "林知远", name: "林知远", school: "青禾", sound: "lin zhi yuan" };
  for (const typed of ["苏", "柳", "suy", "sy"]) assert.deepEqual(fitting([su, lin], typed), [su]);
  assert.deepEqual(fitting([su, lin], ""), [su, lin]);
  assert.deepEqual(fitting([su, lin], "王"), []);
});
