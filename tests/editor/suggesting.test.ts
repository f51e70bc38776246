import assert from "node:assert/strict";
import { test } from "node:test";
import type { Node } from "@tiptap/pm/model";
import { allKeys, decideIn, type Verdict } from "../../app/static/src/editor/suggesting/deciding";
import { NotSuggestible } from "../../app/static/src/editor/suggesting/deleting";
import { suggested } from "../../app/static/src/editor/suggesting/rewriting";
import { Chance, someDeedOrLook, someDocument, somePlaces, stateOf, TestWriter, withoutAdopted } from "./suggesting_world";

function settle(doc: Node, verdict: Verdict) {
  return decideIn(stateOf(doc).tr, allKeys(doc), verdict);
}

/** Where blocks are to be joined, what is written between them may stay in either one's list or quotation. */
function shape(doc: Node, pending: Node): string {
  return /join:|delete:/.test(JSON.stringify(pending)) ? linesOf(doc).join("\n") : doc.toString();
}

function linesOf(doc: Node): string[] {
  const lines: string[] = [];
  doc.descendants(node => {
    if (node.isTextblock) lines.push(node.content.toString());
    else if (node.isLeaf || node.type.spec["tableRole"]) lines.push(node.type.name);
    return !node.isTextblock;
  });
  return lines;
}

const SEEDS = Number(process.env["SEEDS"] ?? 80);

test("what one person suggests can be taken back without a trace, and adopted as if written freely", () => {
  let done = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const chance = new Chance(seed);
    const writer = new TestWriter(7);
    const withCode = seed % 4 === 0; // words and code cannot always become one block: what is left may differ
    const original = someDocument(chance, withCode);
    let doc = original;
    for (let step = 0; step < 12; step += 1) {
      const [from, to] = somePlaces(chance, doc);
      const deed = someDeedOrLook(chance);
      const state = stateOf(doc);
      const tr = deed.do(state, from, to);
      if (!tr?.docChanged) continue;
      let mine;
      try {
        mine = suggested(state, tr, writer);
      } catch (error) {
        assert.ok(error instanceof NotSuggestible, `seed ${seed} step ${step} ${deed.name} ${String((error as Error).stack)}`);
        continue;
      }
      if (mine.doc.eq(doc)) continue; // struck already: only the caret moves
      mine.doc.check();
      const where = `seed ${seed} step ${step} ${deed.name} ${from}-${to}\n${doc}\n${mine.doc}`;
      const adopted = settle(doc, "adopt");
      const free = deed.do(stateOf(adopted.doc), adopted.mapping.map(from), adopted.mapping.map(to));
      assert.equal(settle(mine.doc, "reject").doc.toString(), original.toString(), where);
      assert.deepEqual(settle(mine.doc, "reject").doc.toJSON(), original.toJSON(), where);
      const wanted = withoutAdopted(free?.doc ?? adopted.doc);
      const got = withoutAdopted(settle(mine.doc, "adopt").doc);
      if (!withCode) assert.equal(shape(got, mine.doc), shape(wanted, mine.doc), where);
      doc = mine.doc;
      done += 1;
    }
  }
  assert.ok(done > SEEDS * 5, `${done} deeds`);
});
