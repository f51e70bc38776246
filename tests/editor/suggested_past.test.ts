/** An earlier text that holds suggestions: written again, and compared with a later one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Doc, encodeStateAsUpdate, encodeStateVector, XmlElement, XmlText } from "yjs";
import { earlierText } from "../../app/static/src/editor/past/restoring";
import { pendingIn } from "../../app/static/src/editor/suggesting/reading";
import { Chronicle, type LogRow } from "../../app/static/src/history/chronicle";
import { isBlock, type Run } from "../../app/static/src/history/parts";
import { walk } from "../../app/static/src/history/walk";
import { schema } from "./suggesting_world";

const [SU, ZHOU] = [7, 9];
const INSERTED = "suggestedInsertion--AAAAAAAA";
const STRUCK = "suggestedDeletion--BBBBBBBB";
const ADOPTED = "adopted--AAAAAAAA";

/** A text of one paragraph, and each change of it as a row of its log. */
class Written {
  readonly doc = new Doc();
  readonly log: LogRow[] = [];

  constructor(words: string) {
    this.add(ZHOU, () => {
      const paragraph = new XmlElement("paragraph");
      paragraph.insert(0, [new XmlText(words)]);
      this.doc.getXmlFragment("default").push([paragraph]);
    });
  }

  get text(): XmlText {
    return (this.doc.getXmlFragment("default").get(0) as XmlElement).get(0) as XmlText;
  }

  get state(): Uint8Array {
    return encodeStateAsUpdate(this.doc);
  }

  add(author: number, change: () => void): number {
    const before = encodeStateVector(this.doc);
    this.doc.transact(change);
    this.log.push({ seq: this.log.length + 1, author, at: this.log.length * 1000, data: encodeStateAsUpdate(this.doc, before) });
    return this.log.length;
  }

  runs(from: number, to: number): [string, string, string | null][] {
    const chronicle = new Chronicle();
    chronicle.add(this.log);
    chronicle.settle();
    const parts = walk(chronicle, from, to).flatMap(block => block.content);
    return parts.filter((part): part is Run => !isBlock(part)).map(run => [run.words, run.kind, run.turn]);
  }
}

function withTwoSuggestions(): Written {
  const written = new Written("先折纸再说");
  written.add(SU, () => written.text.insert(0, "大家", { [INSERTED]: { key: "7-1" } }));
  written.add(SU, () => written.text.format(5, 2, { [STRUCK]: { key: "7-2" } }));
  return written;
}

test("an earlier text brings back what is still open, and asks nobody twice", () => {
  const { state } = withTwoSuggestions();

  const open = earlierText(schema, state, () => false);
  assert.deepEqual(pendingIn(open).map(each => each.key), ["7-1", "7-2"]);
  assert.equal(open.textContent, "大家先折纸再说");

  const oneDecided = earlierText(schema, state, key => key === "7-1");
  assert.deepEqual(pendingIn(oneDecided).map(each => each.key), ["7-2"]);
  assert.equal(oneDecided.textContent, "先折纸再说");

  const allDecided = earlierText(schema, state, () => true);
  assert.deepEqual(pendingIn(allDecided), []);
  assert.equal(allDecided.textContent, "先折纸再说");
});

test("a text from before there were suggestions is written again as it was", () => {
  const { state } = new Written("先折纸再说");

  const text = earlierText(schema, state, () => true);

  text.check();
  assert.equal(text.textContent, "先折纸再说");
  assert.deepEqual(pendingIn(text), []);
});

test("between two versions a suggestion is told as one", () => {
  const written = withTwoSuggestions();

  assert.deepEqual(written.runs(1, 3), [
    ["大家", "added", "suggested"],
    ["先折纸", "kept", null],
    ["再说", "kept", "struck"],
  ]);

  const adopted = written.add(ZHOU, () => {
    written.text.format(0, 2, { [INSERTED]: null, [ADOPTED]: { key: "7-1" } });
    written.text.delete(5, 2);
  });
  assert.deepEqual(written.runs(3, adopted), [
    ["大家", "kept", "adopted"],
    ["先折纸", "kept", null],
    ["再说", "gone", "carriedOut"],
  ]);
  assert.deepEqual(written.runs(1, adopted)[0], ["大家", "added", "adopted"]);
});

test("what was not adopted is told too", () => {
  const written = withTwoSuggestions();
  const rejected = written.add(ZHOU, () => {
    written.text.format(5, 2, { [STRUCK]: null });
    written.text.delete(0, 2);
  });

  assert.deepEqual(written.runs(3, rejected), [
    ["大家", "gone", "refused"],
    ["先折纸", "kept", null],
    ["再说", "kept", "unstruck"],
  ]);
});
