/** A page that slept: what the server may have become meanwhile. Each ends in a clear state, with nothing lost. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Doc, applyUpdate, encodeStateAsUpdate, encodeStateVector } from "yjs";
import { titleMark } from "../../app/static/src/editor/title_view";
import { reachable } from "../../app/static/src/worker/reachable";
import { pass, Server, Teacher } from "./network";

let server: Server;
let zhou: Teacher;

beforeEach(async () => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  server = new Server();
  zhou = new Teacher(server);
  zhou.provider.start();
  await pass(20);
  zhou.write("周五写的。");
  await pass(100);
});

afterEach(() => {
  zhou.leave();
  mock.timers.reset();
});

/** Asleep over the weekend, with words that did not get out any more. */
function sleep(): void {
  server.cutAll();
  zhou.write("没送到。");
}

test("a weekend later, with the log compacted, everything is on both sides", async () => {
  sleep();
  const compacted = new Doc();
  applyUpdate(compacted, encodeStateAsUpdate(server.doc));
  compacted.getText("default").insert(0, "周末别人写的。");
  server.doc = compacted;
  mock.timers.tick(60 * 60 * 60 * 1000);
  server.acceptAll();
  await pass(100);
  assert.equal(zhou.status.name, "saved");
  assert.equal(zhou.words(), server.stored());
  for (const words of ["周五写的。", "没送到。", "周末别人写的。"]) assert.ok(server.stored().includes(words));
});

test("a session that expired keeps the words, and signing in again sends them", async () => {
  sleep();
  zhou.wire.hear("denied", "signed_out");
  assert.deepEqual([zhou.status.name, zhou.status.pending], ["signedOut", 1]);
  assert.equal(zhou.status.message, "<signed_out>");
  assert.equal(zhou.provider.standing.writable, false);
  server.acceptAll();
  await pass(100);
  assert.equal(zhou.status.name, "saved");
  assert.ok(server.stored().includes("没送到。"));
});

test("an account that was signed out everywhere is told so, and does not ask again and again", async () => {
  const joins = zhou.wire.joins;
  zhou.wire.hear("revoked", { doc: 7, reason: "signed_out" });
  assert.equal(zhou.status.name, "signedOut");
  await pass(5_000);
  assert.equal(zhou.wire.joins, joins);
});

test("words are never sent in the name of whoever signed in meanwhile", async () => {
  sleep();
  const sent = server.received.length;
  server.person = 2;
  server.acceptAll();
  await pass(100);
  assert.deepEqual([zhou.status.name, zhou.status.message], ["signedOut", "<foreign>"]);
  zhou.write("还在这一页。");
  await pass(100);
  assert.equal(server.received.length, sent);
  server.person = 1;
  server.cutAll();
  server.acceptAll();
  await pass(100);
  assert.equal(zhou.status.name, "saved");
  assert.ok(server.stored().includes("没送到。"));
});

test("a newer schema, or a plan made final, says so and holds on to the words", async () => {
  for (const [change, name] of [
    [() => (server.refusesJoin = { error: "schema" }), "revoked"],
    [() => ((server.refusesJoin = null), (server.role = "read")), "unsaved"],
  ] as const) {
    sleep();
    change();
    server.acceptAll();
    await pass(2_000);
    assert.equal(zhou.status.name, name);
    assert.ok(zhou.status.pending > 0);
    assert.ok(zhou.words().includes("没送到。"));
    assert.equal(zhou.provider.standing.writable, false);
  }
});

test("a page from the device says offline at once, and knows what the server had", async () => {
  const again = new Teacher(server);
  const vector = encodeStateVector(server.doc);
  again.provider.resume({ role: "edit", unsent: 2, vector });
  again.provider.awayAtFirst();
  assert.deepEqual([again.status.name, again.status.pending], ["offline", 2]);
  assert.deepEqual(again.provider.serverVector, vector);
  again.leave();
});

test("the title is marked while edits are kept from the server, not while they travel", () => {
  const mark = (name: Teacher["status"]["name"], pending: number, marked = false) =>
    titleMark({ name, pending, message: "" }, marked, n => `${n} 处未同步`);
  assert.equal(mark("offline", 3), "● 3 处未同步 · ");
  assert.equal(mark("saving", 1), "");
  assert.equal(mark("saving", 1, true), "● 1 处未同步 · ");
  assert.equal(mark("saved", 0, true), "");
});

test("assets stay as long as a kept page needs them, or what it needs", async () => {
  const files: Record<string, string> = {
    "editor-AAAAAAAA.js": 'import"./chunk-chunk-BBBBBBBB.js";import("./chunk-katex_renderer-CCCCCCCC.js")',
    "katex-DDDDDDDD.css": "url(KaTeX_Main-Bold-EEEEEEEE.woff2)",
  };
  const page = '<link href="/static/dist/katex-DDDDDDDD.css"><script src="/static/dist/editor-AAAAAAAA.js">';
  const needed = await reachable([page], async name => files[name] ?? "");
  assert.deepEqual([...needed].sort(), [
    "KaTeX_Main-Bold-EEEEEEEE.woff2", "chunk-chunk-BBBBBBBB.js", "chunk-katex_renderer-CCCCCCCC.js",
    "editor-AAAAAAAA.js", "katex-DDDDDDDD.css",
  ]);
});
