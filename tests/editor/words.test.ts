import assert from "node:assert/strict";
import { test } from "node:test";
import { Doc, encodeStateVector, XmlElement, XmlText } from "yjs";
import { writerOf } from "../../app/static/src/editor/carets";
import { completeAddress } from "../../app/static/src/editor/link_dialog";
import { statusOf, type Facts } from "../../app/static/src/editor/status";
import { unsyncedWords } from "../../app/static/src/editor/unsynced";

const calm: Facts = { phase: "joined", role: "edit", pending: 0, notSaved: null, revoked: null, signedOut: null, failed: null, onlyReads: null };

test("the status says the worst that is true", () => {
  const name = (facts: Partial<Facts>) => statusOf({ ...calm, ...facts }).name;
  assert.equal(name({}), "saved");
  assert.equal(name({ pending: 1 }), "saving");
  assert.equal(name({ phase: "first", role: null }), "connecting");
  assert.equal(name({ phase: "down", pending: 3 }), "offline");
  assert.equal(name({ phase: "joining", pending: 3 }), "saving");
  assert.equal(name({ phase: "joining" }), "connecting");
  assert.equal(name({ role: "read" }), "readonly");
  assert.equal(name({ role: "read", pending: 2 }), "unsaved");
  assert.equal(name({ notSaved: "满了", pending: 2 }), "unsaved");
  assert.equal(name({ revoked: "变了", notSaved: "满了", pending: 2 }), "revoked");
  assert.equal(name({ failed: "没有", revoked: "变了" }), "failed");
  assert.equal(name({ signedOut: "失效", revoked: "变了", phase: "down", pending: 2 }), "signedOut");
});

test("addresses are completed as people type them, and dangerous ones refused", () => {
  assert.equal(completeAddress(" www.example.com/a "), "https://www.example.com/a");
  assert.equal(completeAddress("http://example.com"), "http://example.com");
  assert.equal(completeAddress("localhost:8000/x"), "https://localhost:8000/x");
  assert.equal(completeAddress("zhou@example.com"), "mailto:zhou@example.com");
  for (const bad of ["", "javascript:alert(1)", "data:text/html,x", "file:///c:/x", "ftp://x.y", "两 个 词"]) {
    assert.equal(completeAddress(bad), null, bad);
  }
});

test("what others say about themselves is checked", () => {
  const user = { id: 3, name: "陈立", school: "柳林校区", color: "#b8660b", client: 9 };
  assert.deepEqual(writerOf({ user }), user);
  assert.equal(writerOf({ user: { ...user, color: "red;background:url(x)" } })?.color, "#5b6673");
  assert.equal(writerOf({ user: { ...user, name: 5 } }), null);
  assert.equal(writerOf(null), null);
});

test("the words the server lacks are found by their blocks", () => {
  const doc = new Doc();
  const fragment = doc.getXmlFragment("default");
  const add = (words: string) => {
    const paragraph = new XmlElement("paragraph");
    paragraph.insert(0, [new XmlText(words)]);
    fragment.push([paragraph]);
    return paragraph;
  };
  add("老的一段");
  const second = add("第二段");
  const known = encodeStateVector(doc);
  assert.equal(unsyncedWords(doc, known), "");
  (second.get(0) as XmlText).insert(3, "有新字");
  add("全新的一段");
  assert.equal(unsyncedWords(doc, known), "第二段有新字\n全新的一段");
});
