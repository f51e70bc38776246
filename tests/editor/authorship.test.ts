/** Whose words are these: real Yjs documents under random concurrent edits, each typed character a sign of its own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { getSchema } from "@tiptap/core";
import { updateYFragment, yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import { Node } from "@tiptap/pm/model";
import { applyUpdate, Doc, mergeUpdates, UndoManager } from "yjs";
import { contentExtensions } from "../../app/static/src/editor/schema";
import { Chronicle, type LogRow } from "../../app/static/src/history/chronicle";
import { isBlock, type Block, type Part, type Run } from "../../app/static/src/history/parts";
import { walk } from "../../app/static/src/history/walk";

const schema = getSchema(contentExtensions(() => undefined));

interface Paper {
  type: string;
  attrs?: Record<string, unknown>;
  text: string;
}

/** One person's page: edits go through the editor's own binding, from one state of the text to the next. */
class Writer {
  readonly doc = new Doc();
  readonly undo: UndoManager;
  private waiting: Uint8Array[] = [];

  constructor(
    readonly person: number,
    private readonly office: Office,
  ) {
    this.doc.clientID = person * 1000 + Math.floor(random() * 900);
    this.undo = new UndoManager(this.doc.getXmlFragment("default"), { captureTimeout: 0, trackedOrigins: new Set(["typing"]) });
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "server") this.waiting.push(update);
    });
  }

  read(): Paper[] {
    const root = yXmlFragmentToProseMirrorRootNode(this.doc.getXmlFragment("default"), schema);
    return root.content.content.map(node => ({ type: node.type.name, attrs: node.attrs, text: node.textContent }));
  }

  write(blocks: Paper[]): void {
    const content = blocks.map(({ type, attrs, text }) => ({
      type,
      ...(attrs ? { attrs } : {}),
      content: text ? [{ type: "text", text }] : [],
    }));
    const node = Node.fromJSON(schema, { type: "doc", content });
    const meta = { mapping: new Map(), isOMark: new Map() };
    this.doc.transact(() => updateYFragment(this.doc, this.doc.getXmlFragment("default"), node, meta), "typing");
  }

  send(): void {
    if (this.waiting.length) this.office.store(this, mergeUpdates(this.waiting));
    this.waiting = [];
  }
}

class Office {
  readonly log: LogRow[] = [];
  readonly typed = new Map<string, number>();
  readonly writers: Writer[];
  private next = 0x4e00;

  constructor(people: number) {
    this.writers = Array.from({ length: people }, (_, number) => new Writer(number + 1, this));
  }

  store(writer: Writer, data: Uint8Array): void {
    this.log.push({ seq: this.log.length + 1, author: writer.person, at: this.log.length, data });
  }

  /** Signs that nobody has written before. */
  signs(writer: Writer, count: number): string {
    let words = "";
    for (let number = 0; number < count; number += 1) {
      const sign = String.fromCharCode((this.next += 1));
      this.typed.set(sign, writer.person);
      words += sign;
    }
    return words;
  }

  meet(): void {
    this.writers.forEach(writer => writer.send());
    for (const writer of this.writers) this.log.forEach(row => applyUpdate(writer.doc, row.data, "server"));
  }
}

let seed = 1;
function random(): number {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
}
const upTo = (most: number) => Math.floor(random() * most);

function edit(office: Office, writer: Writer): void {
  const blocks = writer.read();
  const at = upTo(blocks.length);
  const block = blocks[at] ?? { type: "paragraph", text: "" };
  const place = upTo(block.text.length + 1);
  const [head, tail] = [block.text.slice(0, place), block.text.slice(place)];
  const replace = (...by: Paper[]) => writer.write([...blocks.slice(0, at), ...by, ...blocks.slice(at + 1)]);
  const choice = random();
  if (choice < 0.45) replace({ ...block, text: head + office.signs(writer, 1 + upTo(12)) + tail });
  else if (choice < 0.6) replace({ ...block, text: head + tail.slice(upTo(6)) });
  else if (choice < 0.75) replace({ ...block, text: head }, { type: "paragraph", text: tail });
  else if (choice < 0.85 && at > 0) {
    const above = blocks[at - 1] ?? block;
    writer.write([...blocks.slice(0, at - 1), { ...above, text: above.text + block.text }, ...blocks.slice(at + 1)]);
  } else if (choice < 0.93) replace({ type: "heading", attrs: { level: 1 + upTo(3) }, text: block.text });
  else writer.undo.undo();
}

export function runsOf(parts: readonly Part[]): Run[] {
  return parts.flatMap(part => (isBlock(part) ? runsOf(part.content) : [part]));
}

const wordsOf = (blocks: readonly Block[]) => blocks.map(block => runsOf([block]).map(run => run.words).join("")).join("\n");

for (let round = 1; round <= 20; round += 1) {
  test(`every word has the author who typed it, whatever became of it (${round})`, () => {
    seed = round * 7919;
    const office = new Office(3);
    office.writers[0]?.write([{ type: "paragraph", text: office.signs(office.writers[0], 20) }]);
    office.meet();
    for (let turn = 0; turn < 40; turn += 1) {
      for (const writer of office.writers) if (random() < 0.7) edit(office, writer);
      if (random() < 0.3) office.writers.forEach(writer => writer.send());
      if (random() < 0.6) office.meet();
    }
    office.meet();
    const chronicle = new Chronicle();
    chronicle.add(office.log);
    chronicle.settle();
    const blocks = walk(chronicle, chronicle.head, chronicle.head);
    const shown = office.writers[0]?.read().map(block => block.text).join("\n") ?? "";
    assert.equal(wordsOf(blocks), shown, "the same text as in the editor");
    const wrong: string[] = [];
    for (const run of runsOf(blocks)) for (const sign of run.words) if (office.typed.get(sign) !== run.by) wrong.push(sign);
    assert.ok(shown.length > 50);
    assert.deepEqual(wrong.length, 0, `${wrong.length} of ${shown.length}`);
  });
}
