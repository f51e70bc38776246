import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import { pass, Server, Teacher } from "./network";

let server: Server;
let people: Teacher[];

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  server = new Server();
  people = [];
});

afterEach(() => {
  people.forEach(person => person.leave());
  mock.timers.reset();
});

async function arrive(epoch?: string): Promise<Teacher> {
  const person = new Teacher(server, epoch);
  people.push(person);
  person.provider.start();
  await pass(20);
  return person;
}

test("two people see each other's words, and both are told they are saved", async () => {
  const [zhou, chen] = [await arrive(), await arrive()];
  zhou.write("面积");
  chen.write("单位");
  await pass(100);
  assert.equal(zhou.words(), chen.words());
  assert.equal(server.stored(), zhou.words());
  assert.deepEqual([zhou.status.name, chen.status.name], ["saved", "saved"]);
});

test("what is typed quickly travels together", async () => {
  const zhou = await arrive();
  for (const letter of "重点难点") zhou.write(letter);
  await pass(60);
  assert.equal(server.received.length, 1);
  assert.equal(server.stored(), "重点难点");
});

test("without an acknowledgement nothing is called saved", async () => {
  const zhou = await arrive();
  server.answers = false;
  zhou.write("一");
  zhou.write("二");
  await pass(100);
  assert.deepEqual([zhou.status.name, zhou.status.pending], ["saving", 2]);
  zhou.wire.hear("ack", { doc: 7, mid: 1 });
  assert.deepEqual([zhou.status.name, zhou.status.pending], ["saved", 0]);
});

test("a server that stays silent is connected to again, and the words reach it", async () => {
  const zhou = await arrive();
  server.stores = false;
  zhou.write("教学过程");
  await pass(100);
  server.stores = true;
  await pass(25_000);
  assert.equal(server.stored(), "教学过程");
  assert.equal(zhou.status.name, "saved");
});

test("offline edits are counted and travel as one difference", async () => {
  const zhou = await arrive();
  server.cutAll();
  for (const letter of "离线时写的") zhou.write(letter);
  assert.deepEqual([zhou.status.name, zhou.status.pending], ["offline", 5]);
  await pass(5_000);
  assert.equal(server.received.length, 0);
  server.acceptAll();
  await pass(50);
  assert.equal(server.received.length, 1);
  assert.equal(server.stored(), "离线时写的");
  assert.equal(zhou.status.name, "saved");
});

test("what was only deleted offline is deleted on the server", async () => {
  const zhou = await arrive();
  zhou.write("多余的话");
  await pass(50);
  server.cutAll();
  zhou.erase(0, 2);
  server.acceptAll();
  await pass(50);
  assert.equal(server.stored(), "的话");
});

test("coming back without edits sends nothing, whatever was deleted before", async () => {
  const zhou = await arrive();
  zhou.write("多余的话");
  await pass(50);
  zhou.erase(0, 2);
  await pass(50);
  const sent = server.received.length;
  server.cutAll();
  server.acceptAll();
  await pass(50);
  assert.equal(server.received.length, sent);
  assert.equal(zhou.status.name, "saved");
});

test("both sides' words are there after an absence", async () => {
  const [zhou, chen] = [await arrive(), await arrive()];
  zhou.wire.cut();
  zhou.write("周");
  chen.write("陈");
  await pass(50);
  zhou.wire.connect();
  await pass(100);
  assert.equal(zhou.words(), chen.words());
  assert.deepEqual([...server.stored()].sort(), ["周", "陈"].sort());
});

test("what a killed server had not stored is sent again", async () => {
  const zhou = await arrive();
  zhou.write("存下的。");
  await pass(50);
  server.stores = false;
  zhou.write("没存下的。");
  await pass(50);
  server.cutAll();
  zhou.write("断线后写的。");
  server.stores = true;
  server.acceptAll();
  await pass(50);
  assert.equal(server.stored(), "存下的。没存下的。断线后写的。");
  assert.equal(zhou.status.name, "saved");
});

test("a gap on the server is filled by joining again", async () => {
  const zhou = await arrive();
  server.stores = false;
  zhou.write("丢失的");
  await pass(50);
  server.stores = true;
  zhou.wire.hear("refused", { doc: 7, mid: 1, reason: "gap" });
  await pass(50);
  assert.equal(server.stored(), "丢失的");
});

test("a gap on our side is filled by joining again", async () => {
  const zhou = await arrive();
  const other = new Doc();
  const pieces: Uint8Array[] = [];
  other.on("update", piece => pieces.push(piece));
  other.getText("default").insert(0, "甲");
  other.getText("default").insert(1, "乙");
  applyUpdate(server.doc, encodeStateAsUpdate(other));
  zhou.wire.hear("update", { doc: 7, data: pieces[1] as Uint8Array });
  await pass(50);
  assert.equal(zhou.words(), "甲乙");
});

test("while the server stores nothing, the page keeps saying so however often it asks", async () => {
  const zhou = await arrive();
  server.stores = false;
  zhou.write("存不下");
  await pass(50);
  server.refusesJoin = { error: "unavailable" };
  zhou.wire.hear("not_saved", { doc: 7, reason: "not_saved" });
  for (let time = 0; time < 3; time += 1) {
    await pass(700);
    assert.deepEqual([zhou.status.name, zhou.status.message], ["unsaved", "<not_saved>"]);
  }
});

test("a refused edit is shown as not saved and tried again with patience", async () => {
  const zhou = await arrive();
  server.stores = false;
  zhou.write("太大");
  await pass(50);
  zhou.wire.hear("refused", { doc: 7, mid: 1, reason: "too_large" });
  assert.deepEqual([zhou.status.name, zhou.status.message], ["unsaved", "<too_large>"]);
  const { joins } = zhou.wire;
  for (let time = 0; time < 4; time += 1) {
    await pass(100);
    zhou.wire.hear("refused", { doc: 7, mid: 1, reason: "too_large" });
  }
  assert.ok(zhou.wire.joins - joins <= 2, "does not hammer the server");
  assert.equal(zhou.status.name, "unsaved");
});

test("a database that refuses is shown until the words are stored", async () => {
  const zhou = await arrive();
  server.stores = false;
  zhou.write("等一等");
  await pass(50);
  zhou.wire.hear("not_saved", { doc: 7, reason: "not_saved" });
  await pass(200);
  assert.equal(zhou.status.name, "unsaved");
  zhou.wire.hear("not_saved", { doc: 7, reason: "not_saved" });
  server.stores = true;
  await pass(3_000);
  assert.equal(server.stored(), "等一等");
  assert.equal(zhou.status.name, "saved");
});

test("another right shuts the page at once; a reader may stay", async () => {
  const zhou = await arrive();
  server.role = "read";
  zhou.wire.hear("revoked", { doc: 7, reason: "changed" });
  assert.equal(zhou.provider.standing.writable, false);
  assert.equal(zhou.status.name, "connecting");
  await pass(1_500);
  assert.deepEqual(zhou.status, { name: "readonly", pending: 0, message: "<removed>" });
  assert.equal(zhou.provider.standing.writable, false);
  zhou.wire.drop();
  await pass(100);
  assert.equal(zhou.status.message, "<removed>"); // not only for a moment
  server.role = "edit";
  zhou.wire.hear("revoked", { doc: 7, reason: "changed" });
  await pass(1_500);
  assert.deepEqual(zhou.status, { name: "saved", pending: 0, message: "" });
});

test("while a presenter has locked the text one reads on, without a sentence, and writes again afterwards", async () => {
  const zhou = await arrive();
  [server.role, server.locked] = ["read", true];
  zhou.wire.hear("revoked", { doc: 7, reason: "changed" });
  assert.equal(zhou.provider.standing.writable, false);
  await pass(1_500);
  assert.deepEqual(zhou.status, { name: "readonly", pending: 0, message: "" });
  [server.role, server.locked] = ["edit", false];
  zhou.wire.hear("revoked", { doc: 7, reason: "changed" });
  await pass(1_500);
  assert.equal(zhou.provider.standing.writable, true);
});

test("a plan that became final says so to who was writing, not that they were removed", async () => {
  const [zhou, chen] = [await arrive(), await arrive()];
  [server.role, server.closed] = ["read", true];
  zhou.wire.hear("revoked", { doc: 7, reason: "closed" });
  chen.wire.drop(); // was away at that moment
  await pass(1_500);
  assert.deepEqual([zhou.status.message, chen.status.message], ["<closed>", "<closed>"]);
});

test("who may not even read stays out, and unsent words stay counted", async () => {
  const zhou = await arrive();
  server.stores = false;
  zhou.write("没来得及");
  await pass(50);
  server.refusesJoin = { error: "forbidden" };
  zhou.wire.hear("revoked", { doc: 7, reason: "forbidden" });
  await pass(30_000);
  assert.deepEqual(zhou.status, { name: "revoked", pending: 1, message: "<outside>", gone: true });
  assert.equal(zhou.wire.joins, 2);
});

test("who is out with their school is told that, also who was writing", async () => {
  const zhou = await arrive();
  server.refusesJoin = { error: "left" };
  zhou.wire.hear("revoked", { doc: 7, reason: "forbidden" });
  await pass(30_000);
  assert.deepEqual(zhou.status, { name: "revoked", pending: 0, message: "<left>", gone: true });
  assert.equal(zhou.wire.joins, 2);
});

test("readers send nothing", async () => {
  server.role = "read";
  const zhou = await arrive();
  zhou.write("偷偷写");
  await pass(100);
  assert.equal(server.received.length, 0);
  assert.equal(zhou.status.name, "readonly");
});

test("a refused join shows why, and nothing may be written", async () => {
  server.refusesJoin = { error: "missing" };
  const zhou = await arrive();
  assert.deepEqual(zhou.status, { name: "failed", pending: 0, message: "<missing>", gone: true });
  assert.equal(zhou.provider.standing.writable, false);
});

test("a server that is not ready is asked again", async () => {
  server.refusesJoin = { error: "unavailable" };
  const zhou = await arrive();
  assert.equal(zhou.status.name, "connecting");
  server.refusesJoin = null;
  await pass(3_000);
  assert.equal(zhou.status.name, "saved");
});

test("a document that was replaced meanwhile is not mixed with the old one", async () => {
  const zhou = await arrive("another");
  assert.equal(zhou.status.name, "failed");
  zhou.write("旧的");
  await pass(100);
  assert.equal(server.received.length, 0);
});

test("edits of an earlier visit are sent on the first join", async () => {
  const zhou = new Teacher(server);
  people.push(zhou);
  zhou.write("上次离线写的");
  zhou.provider.resume({ role: "edit", unsent: 3, vector: null });
  assert.deepEqual([zhou.status.name, zhou.status.pending], ["connecting", 3]);
  zhou.write("。");
  zhou.provider.start();
  await pass(50);
  assert.equal(server.stored(), "上次离线写的。");
  assert.equal(zhou.status.name, "saved");
});

test("a section taken out on purpose is named until that is stored", async () => {
  const zhou = await arrive();
  const said: (string[] | undefined)[] = [];
  const send = zhou.wire.update.bind(zhou.wire);
  zhou.wire.update = message => {
    said.push(message.without);
    send(message);
  };
  zhou.write("删前。");
  await pass(50);
  zhou.wire.cut();
  zhou.write("删后。");
  zhou.provider.outbox.mean(["board"]);
  assert.deepEqual(zhou.provider.outbox.without, ["board"]);
  zhou.wire.connect();
  await pass(500);
  assert.equal(zhou.status.name, "saved");
  zhou.write("再写。");
  await pass(50);
  assert.deepEqual(said, [undefined, ["board"], undefined]);
  assert.deepEqual(zhou.provider.outbox.without, []);
});

test("carets of the others come and go with the connection", async () => {
  const [zhou, chen] = [await arrive(), await arrive()];
  chen.awareness.setLocalStateField("user", { name: "陈立" });
  await pass(150);
  assert.equal(zhou.awareness.getStates().get(chen.doc.clientID)?.["user"].name, "陈立");
  zhou.wire.cut();
  assert.equal(zhou.awareness.getStates().has(chen.doc.clientID), false);
});

test("an update that cannot be read shuts the page visibly instead of going unnoticed", async () => {
  const zhou = await arrive();
  const poison = new Uint8Array([1, 1, 77, 0, 7, 1, 7, ...new TextEncoder().encode("default"), 15, 0]);
  const silent = mock.method(console, "error", () => undefined);
  zhou.wire.hear("update", { doc: 7, data: poison });
  silent.mock.restore();
  assert.equal(zhou.status.name, "revoked");
  assert.equal(zhou.provider.standing.writable, false);
});
