import assert from "node:assert/strict";
import { test } from "node:test";
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector, XmlElement, XmlText } from "yjs";
import { Outbox } from "../../app/static/src/editor/outbox";
import { piecesOf } from "../../app/static/src/editor/pieces";

const MOST_BYTES = 1024 * 1024; // app/blueprints/coedit/room/limits.py

/** A table as the editor's binding writes it: rows, cells with spans, paragraphs with words. */
function table(doc: Doc, rows: number, columns: number): void {
  const element = new XmlElement("table");
  element.insert(0, Array.from({ length: rows }, (_, row) => {
    const tr = new XmlElement("tableRow");
    tr.insert(0, Array.from({ length: columns }, (__, column) => {
      const cell = new XmlElement("tableCell");
      cell.setAttribute("colspan", 1 as unknown as string);
      const paragraph = new XmlElement("paragraph");
      paragraph.insert(0, [new XmlText(`第 ${row} 行 ${column} 列`)]);
      cell.insert(0, [paragraph]);
      return cell;
    }));
    return tr;
  }));
  doc.getXmlFragment("default").push([element]);
}

function inTurn(pieces: Uint8Array[], before?: Uint8Array): Doc {
  const doc = new Doc();
  if (before) applyUpdate(doc, before);
  for (const piece of pieces) {
    applyUpdate(doc, piece);
    assert.equal(doc.store.pendingStructs, null, "a piece that leaves a gap is refused");
    assert.equal(doc.store.pendingDs, null);
  }
  return doc;
}

function textOf(doc: Doc): string {
  return doc.getXmlFragment("default").toString();
}

test("a small update stays as it is", () => {
  const doc = new Doc();
  table(doc, 3, 3);
  const update = encodeStateAsUpdate(doc);
  assert.deepEqual(piecesOf(update), [update]);
});

test("a large table travels in pieces that the room takes, and arrives whole", () => {
  const doc = new Doc();
  table(doc, 1_500, 4);
  const pieces = piecesOf(encodeStateAsUpdate(doc));
  assert.ok(pieces.length > 2);
  assert.ok(pieces.every(piece => piece.length < MOST_BYTES / 2));
  assert.equal(textOf(inTurn(pieces)), textOf(doc));
});

test("a run of words longer than a whole update is taken apart between characters", () => {
  const doc = new Doc();
  const text = new XmlText();
  doc.getXmlFragment("default").push([text]);
  text.insert(0, `面${"😀青".repeat(180_000)}`);
  const pieces = piecesOf(encodeStateAsUpdate(doc));
  assert.ok(pieces.every(piece => piece.length < MOST_BYTES / 2));
  assert.equal(textOf(inTurn(pieces)), textOf(doc));
});

test("what was pasted and undone again travels too, with what others built upon it", () => {
  const [zhou, chen] = [new Doc(), new Doc()];
  table(zhou, 450, 4);
  applyUpdate(chen, encodeStateAsUpdate(zhou));
  table(chen, 450, 4);
  applyUpdate(zhou, encodeStateAsUpdate(chen));
  zhou.getXmlFragment("default").insert(1, [new XmlText("中间")]);
  table(zhou, 450, 4);
  const known = encodeStateAsUpdate(zhou);
  zhou.getXmlFragment("default").delete(0, 1);
  for (const before of [undefined, known]) {
    const vector = before ? encodeStateVector(zhou) : undefined;
    assert.equal(textOf(inTurn(piecesOf(encodeStateAsUpdate(zhou, vector)), before)), textOf(zhou));
  }
});

test("only some pieces are under way at a time, and nothing is saved before the last", () => {
  const doc = new Doc();
  table(doc, 1_500, 4);
  const sent: number[] = [];
  const outbox = new Outbox(mid => sent.push(mid), () => undefined);
  outbox.openWith(encodeStateAsUpdate(doc));
  const pendingAt = () => [outbox.pending, sent.length];
  assert.deepEqual(pendingAt(), [1, 3]);
  outbox.add(encodeStateAsUpdate(new Doc()));
  outbox.acknowledge(1);
  assert.deepEqual(pendingAt(), [2, 4]);
  for (let mid = 2; outbox.pending === 2; mid += 1) outbox.acknowledge(mid);
  assert.equal(sent.length, piecesOf(encodeStateAsUpdate(doc)).length);
  assert.equal(outbox.pending, 1);
  outbox.close();
});

test("where a change is judged as a whole, it is sent as a whole", () => {
  const doc = new Doc();
  table(doc, 1_500, 4);
  const sent: Uint8Array[] = [];
  new Outbox((_mid, data) => sent.push(data), () => undefined, () => false).openWith(encodeStateAsUpdate(doc));
  assert.equal(sent.length, 1);
});
