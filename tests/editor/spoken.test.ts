import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { politely } from "../../app/static/src/editor/spoken";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

function listen() {
  const heard: string[] = [];
  return { heard, tell: politely(text => heard.push(text)) };
}

test("after a reconnection somebody who goes on typing hears that it is saved", () => {
  const { heard, tell } = listen();
  tell("offline", "离线");
  mock.timers.tick(1_000);
  tell("connecting", "正在连接");
  for (let key = 0; key < 10; key++) {
    tell("saving", "正在保存…");
    mock.timers.tick(100);
    tell("saved", "已保存");
    mock.timers.tick(100);
  }
  mock.timers.tick(10_000);
  assert.deepEqual(heard, ["离线", "已保存"]);
});

test("typing alone says nothing, and saving that does not end is told", () => {
  const { heard, tell } = listen();
  tell("saved", "已保存");
  mock.timers.tick(1_000);
  tell("saving", "正在保存…");
  mock.timers.tick(300);
  tell("saved", "已保存");
  tell("saving", "正在保存…");
  mock.timers.tick(5_000);
  assert.deepEqual(heard, ["已保存", "正在保存…"]);
});

test("saving that begins while the good news is due is told afterwards if it lasts", () => {
  const { heard, tell } = listen();
  tell("offline", "离线");
  mock.timers.tick(1_000);
  tell("saved", "已保存");
  tell("saving", "正在保存…");
  mock.timers.tick(900);
  mock.timers.tick(4_000);
  assert.deepEqual(heard, ["离线", "已保存", "正在保存…"]);
});

test("changes made offline are counted in one sentence", () => {
  const { heard, tell } = listen();
  tell("offline", "离线");
  tell("offline", "离线,1 处修改待同步");
  mock.timers.tick(1_000);
  assert.deepEqual(heard, ["离线,1 处修改待同步"]);
});
