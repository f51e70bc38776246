/** Two people suggest, one writes freely, each in a copy of their own; updates arrive late and in any order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Node } from "@tiptap/pm/model";
import { initProseMirrorDoc, prosemirrorToYXmlFragment, updateYFragment } from "@tiptap/y-tiptap";
import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import { CaughtWords } from "../../app/static/src/editor/suggesting/caught";
import { allKeys, decideIn } from "../../app/static/src/editor/suggesting/deciding";
import { NotSuggestible } from "../../app/static/src/editor/suggesting/deleting";
import { ownWordsOnly } from "../../app/static/src/editor/suggesting/free";
import { DELETION } from "../../app/static/src/editor/suggesting/names";
import { suggested } from "../../app/static/src/editor/suggesting/rewriting";
import { Chance, schema, someDeed, someDocument, somePlaces, stateOf, TestWriter } from "./suggesting_world";

const SEEDS = Number(process.env["SEEDS"] ?? 60);

/** What happened to each character, no two of which are the same. */
class Fates {
  readonly original = new Set<string>();
  readonly suggested = new Set<string>();
  readonly free = new Set<string>();
  readonly struck = new Set<string>();
  readonly gone = new Set<string>();

  note(before: Node, after: Node, writer: TestWriter | null): void {
    const [old, now] = [before.textContent, after.textContent];
    for (const sign of now) if (!old.includes(sign)) (writer ? this.suggested : this.free).add(sign);
    for (const sign of old) if (!now.includes(sign)) this.gone.add(sign);
    const already = struckIn(before);
    for (const sign of struckIn(after)) if (!already.has(sign)) this.struck.add(sign);
  }

  left(...sets: ReadonlySet<string>[]): string {
    return sorted([...sets.flatMap(set => [...set])].filter(sign => !this.gone.has(sign)).join(""));
  }
}

function struckIn(doc: Node): Set<string> {
  const signs = new Set<string>();
  doc.descendants(node => {
    if (node.marks.some(mark => mark.type.name === DELETION)) for (const sign of node.text ?? "") signs.add(sign);
  });
  return signs;
}

class Desk {
  readonly ydoc = new Doc();
  readonly post: Uint8Array[] = [];
  private known;

  constructor(
    first: Uint8Array,
    readonly writer: TestWriter | null,
    readonly client: number,
  ) {
    this.ydoc.clientID = client;
    applyUpdate(this.ydoc, first);
    this.known = initProseMirrorDoc(this.ydoc.getXmlFragment("default"), schema);
    new CaughtWords(this.ydoc, key => writer?.continues(key) ?? false);
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "mail") this.post.push(update);
    });
  }

  get doc(): Node {
    return this.known.doc;
  }

  write(doc: Node): void {
    const fragment = this.ydoc.getXmlFragment("default");
    this.ydoc.transact(() => updateYFragment(this.ydoc, fragment, doc, this.known.meta), this);
    this.read();
  }

  take(update: Uint8Array): void {
    applyUpdate(this.ydoc, update, "mail");
    this.read();
  }

  private read(): void {
    this.known = initProseMirrorDoc(this.ydoc.getXmlFragment("default"), schema);
  }
}

function sorted(words: string): string {
  return [...new Set(words)].sort().join("");
}

/**
 * What splits or joins runs of words, the binding writes as a deletion and a copy: two who do that at once, or
 * one who writes meanwhile, leave a word twice or not at all. That is so without suggestions too.
 */
const STRUCTURAL = new Set(["enter", "break", "paste", "backspace at start"]);

function isStructural(deed: string, doc: Node, from: number, to: number): boolean {
  const [$from, $to] = [doc.resolve(from), doc.resolve(to)];
  return STRUCTURAL.has(deed) || !$from.sameParent($to) || doc.textBetween(from, to, "", "*").includes("*");
}

/** Two marks of the same kind on the same words stand in any order. */
function contentOf(doc: Node): unknown {
  return JSON.parse(JSON.stringify(doc), (key, value: unknown) =>
    key === "marks" ? (value as object[]).map(mark => JSON.stringify(mark)).sort() : value,
  );
}

/** Changed in two places at once: the binding writes what lies between them anew. */
function isScattered(before: string, after: string): boolean {
  const stays = [...before].filter(sign => after.includes(sign)).join("");
  let start = 0;
  while (start < stays.length && before[start] === after[start]) start += 1;
  const rest = stays.slice(start);
  return !before.endsWith(rest) || !after.endsWith(rest);
}

function act(desk: Desk, chance: Chance, fates: Fates, structural: boolean): void {
  const { doc, writer } = desk;
  const [from, to] = somePlaces(chance, doc);
  const deed = someDeed(chance);
  if (!structural && isStructural(deed.name, doc, from, to)) return;
  const state = stateOf(doc);
  let tr = deed.do(state, from, to);
  if (!tr?.docChanged) return;
  try {
    if (writer) tr = suggested(state, tr, writer);
    else ownWordsOnly(tr);
  } catch (error) {
    if (error instanceof NotSuggestible) return;
    throw error;
  }
  if (!structural && tr.steps.length > 1 && isScattered(doc.textContent, tr.doc.textContent)) return;
  fates.note(doc, tr.doc, writer);
  desk.write(tr.doc);
  assert.equal(desk.doc.textContent, tr.doc.textContent, "the shared text is what was written");
}

function letters(doc: Node): string {
  return sorted(doc.textContent);
}

test("suggestions of two and free writing of a third agree in every copy", () => {
  let [slipped, struck] = [0, 0];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const structural = seed % 3 === 0;
    const chance = new Chance(seed * 7919);
    const first = new Doc();
    const original = someDocument(chance);
    prosemirrorToYXmlFragment(original, first.getXmlFragment("default"));
    const start = encodeStateAsUpdate(first);
    const desks = [new TestWriter(21), new TestWriter(22), null].map((writer, index) => new Desk(start, writer, 21 + index));
    const fates = new Fates();
    for (const sign of original.textContent) fates.original.add(sign);
    const inboxes = desks.map(() => [] as Uint8Array[]);
    const send = () =>
      desks.forEach((desk, from) => {
        for (const update of desk.post.splice(0)) inboxes.forEach((inbox, to) => from !== to && inbox.push(update));
      });
    for (let step = 0; step < 30; step += 1) {
      act(chance.of(desks), chance, fates, structural);
      send();
      const to = chance.below(desks.length);
      for (let letter = chance.below(3); letter > 0 && inboxes[to]?.length; letter -= 1) {
        const [update] = inboxes[to].splice(chance.below(inboxes[to].length), 1);
        if (update) desks[to]?.take(update);
      }
    }
    while (inboxes.some(inbox => inbox.length)) {
      inboxes.forEach((inbox, to) => inbox.splice(0).forEach(update => desks[to]?.take(update)));
      send(); // what one of them put right
    }
    const [one, two, three] = desks.map(desk => desk.doc);
    if (!one || !two || !three) throw new Error("three desks");
    assert.deepEqual(contentOf(two), contentOf(one), `seed ${seed}`);
    assert.deepEqual(contentOf(three), contentOf(one), `seed ${seed}`);
    const settled = (verdict: "adopt" | "reject") => decideIn(stateOf(one).tr, allKeys(one), verdict).doc;
    for (const verdict of ["adopt", "reject"] as const) {
      settled(verdict).check();
      assert.equal(allKeys(settled(verdict)).size, 0, `seed ${seed}: nothing is left pending`);
    }
    if (structural) continue;
    assert.equal(letters(settled("reject")), fates.left(fates.original, fates.free), `seed ${seed} rejected\n${one}`);
    const stays = (set: ReadonlySet<string>) => new Set([...set].filter(sign => !fates.struck.has(sign)));
    const wanted = fates.left(stays(fates.original), stays(fates.free), stays(fates.suggested));
    const got = letters(settled("adopt"));
    assert.deepEqual([...wanted].filter(sign => !got.includes(sign)), [], `seed ${seed} adopted: words nobody struck\n${one}`);
    slipped += [...got].filter(sign => !wanted.includes(sign)).length;
    struck += fates.struck.size;
  }
  // Two who mark across each other's edge at the same moment: the sign that ends one mark may end the other's too.
  console.log(`${slipped} of ${struck}`);
  assert.ok(slipped <= struck / 50, `${slipped} of ${struck} struck signs lost their mark`);
});
