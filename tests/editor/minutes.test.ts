import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { getSchema } from "@tiptap/core";
import { minutesIn, minutesOf, spoken } from "../../app/static/src/editor/process/minutes";
import { cellsOf } from "../../app/static/src/editor/process/sum_line";
import { contentExtensions } from "../../app/static/src/editor/schema";

test("minutes are read as people write them, here as on the server", () => {
  const cases = JSON.parse(readFileSync("tests/editor/minutes.json", "utf8")) as Record<string, [number, number] | null>;
  for (const [words, expected] of Object.entries(cases)) {
    const found = minutesIn(words);
    assert.deepEqual(found && [found.least, found.most], expected, words);
  }
});

test("merged cells count once, and only in the column of the time", () => {
  const schema = getSchema(contentExtensions(() => undefined));
  const cell = (words: string, attrs = {}, kind = "tableCell") =>
    schema.node(kind, attrs, schema.node("paragraph", null, words ? [schema.text(words)] : []));
  const row = (...cells: ReturnType<typeof cell>[]) => schema.node("tableRow", null, cells);
  const head = row(...["环节", "时 间", "教师活动"].map(words => cell(words, {}, "tableHeader")));
  const table = schema.node("table", null, [
    head,
    row(cell("导入"), cell("5分钟"), cell("用 3 分钟提问")),
    row(cell("新授"), cell("１０～１２分钟", { rowspan: 2 }), cell("")),
    row(cell("练习"), cell("读 20 分钟")),
    row(cell("第二课时 40分钟", { colspan: 3 })),
  ]);
  const sum = minutesOf(cellsOf(table));
  assert.deepEqual(sum, { least: 15, most: 17 });
  assert.equal(sum && spoken(sum), "15～17");
  assert.equal(minutesOf(cellsOf(schema.node("table", null, [row(cell("甲"), cell("时间")), row(cell("5分钟"), cell("5分钟"))]))), null);
});
