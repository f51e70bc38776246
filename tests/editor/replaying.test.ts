/** A long log: read without freezing the page, then any moment of it at once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { applyUpdate, Doc, encodeStateVector, encodeStateAsUpdate, XmlElement, XmlText } from "yjs";
import { Chronicle, type LogRow } from "../../app/static/src/history/chronicle";
import { isBlock, type Part } from "../../app/static/src/history/parts";
import { Player } from "../../app/static/src/history/player";
import { walk } from "../../app/static/src/history/walk";

const EDITS = Number(process.env["EDITS"] ?? 5_000);
const PEOPLE = 4;

const wordsOf = (parts: readonly Part[]): string => parts.map(part => (isBlock(part) ? wordsOf(part.content) : part.words)).join("");

/** Four people in turn type into forty paragraphs, one character a row, and delete every ninth. */
function longLog(): { log: LogRow[]; texts: Map<number, string>; doc: Doc } {
  const doc = new Doc();
  const texts = new Map<number, string>();
  const log: LogRow[] = [];
  const fragment = doc.getXmlFragment("default");
  const store = (author: number, change: () => void) => {
    const before = encodeStateVector(doc);
    let update: Uint8Array | null = null;
    const note = (data: Uint8Array) => (update = data);
    doc.once("update", note);
    doc.transact(change);
    log.push({ seq: log.length + 1, author, at: log.length * 1000, data: update ?? encodeStateAsUpdate(doc, before) });
  };
  store(1, () => {
    for (let number = 0; number < 40; number += 1) {
      const paragraph = new XmlElement("paragraph");
      paragraph.insert(0, [new XmlText("段")]);
      fragment.push([paragraph]);
    }
  });
  for (let edit = 0; edit < EDITS; edit += 1) {
    const text = (fragment.get(edit % 40) as XmlElement).get(0) as XmlText;
    const isDeletion = edit % 9 === 8 && text.length > 3;
    store(1 + (Math.floor(edit / 50) % PEOPLE), () => {
      if (isDeletion) text.delete(text.length - 2, 1);
      else text.insert(text.length, String.fromCharCode(0x4e00 + (edit % 20_000)));
    });
    if (edit % 997 === 0) texts.set(log.length, fragment.toArray().map(each => ((each as XmlElement).get(0) as XmlText).toString()).join(""));
  }
  return { log, texts, doc };
}

test("every moment of a long log is there at once", () => {
  const { log, texts, doc } = longLog();
  const chronicle = new Chronicle();
  let longest = 0;
  const begun = performance.now();
  for (let from = 0; from < log.length; from += 400) {
    const slice = performance.now();
    chronicle.add(log.slice(from, from + 400));
    longest = Math.max(longest, performance.now() - slice);
  }
  const read = performance.now() - begun;
  const settling = performance.now();
  chronicle.settle();
  const settled = performance.now() - settling;
  const walking = performance.now();
  for (const [seq, words] of texts) assert.equal(wordsOf(walk(chronicle, seq, seq)), words);
  const walked = (performance.now() - walking) / texts.size;
  const end = new Doc();
  applyUpdate(end, encodeStateAsUpdate(doc));
  assert.equal(wordsOf(walk(chronicle, chronicle.head, chronicle.head)).length, wordsOf(walk(chronicle, log.length, log.length)).length);
  console.log(`# ${log.length} rows: read ${read.toFixed(0)} ms (longest slice ${longest.toFixed(0)}), authors ${settled.toFixed(0)} ms, a moment ${walked.toFixed(1)} ms`);
});

test("the player goes from author to author, and stops at the end", () => {
  const shown: number[] = [];
  const frames: ((now: number) => void)[] = [];
  const player = new Player([0, 1, 1, 2, 2, 2, 1], seq => shown.push(seq), callback => frames.push(callback));
  player.go(1);
  assert.equal(player.burst(1), 3);
  player.go(3);
  assert.equal(player.burst(1), 6);
  assert.equal(player.burst(-1), 1);
  player.go(6);
  assert.equal(player.burst(-1), 3);
  player.play(1);
  frames.shift()?.(1000);
  frames.shift()?.(1250);
  assert.equal(player.at, 4);
  frames.shift()?.(9000);
  assert.equal(player.at, 6);
  assert.equal(player.isPlaying, false);
});
