import assert from "node:assert/strict";
import { test } from "node:test";
import { isFound } from "../../app/static/src/behaviors/found";

test("a choice is found by its words, its pinyin or its initials", () => {
  for (const typed of ["若溪", "zhou", "zhouruo", "zrx", "ZRX", " zhou ruo ", "周 溪"]) {
    assert.ok(isFound(typed, "周若溪", "zhou ruo xi"), typed);
  }
  for (const typed of ["苏", "ruoxi", "zrz", "周 苏"]) {
    assert.ok(!isFound(typed, "周若溪", "zhou ruo xi"), typed);
  }
});

test("a unit is found below its school, in any order of the words", () => {
  assert.ok(isFound("柳溪 三年级", "柳溪小学 　三年级数学备课组 · 柳溪"));
  assert.ok(isFound("数学 柳溪", "柳溪小学 　三年级数学备课组 · 柳溪"));
  assert.ok(!isFound("柳溪 语文", "柳溪小学 　三年级数学备课组 · 柳溪"));
  assert.ok(isFound("", "什么都行"));
});
