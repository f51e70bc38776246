/** Bold and the like: own pending words take it on; of all others a copy that looks so is suggested in their place. */
import { Fragment, Mark, Slice, type Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { AddMarkStep, type RemoveMarkStep } from "@tiptap/pm/transform";
import { Belongings } from "./belongings";
import { suggestDeletion } from "./deleting";
import { suggestInsertion } from "./inserting";
import { DELETION } from "./names";
import { isOwnInsertion, keysOn, type Writer } from "./tokens";

type Look = AddMarkStep | RemoveMarkStep;

interface Run {
  words: Node;
  from: number;
  to: number;
}

export function suggestLook(tr: Transaction, step: Look, from: number, to: number, writer: Writer, key: string): void {
  for (const run of runsBetween(tr.doc, from, to).reverse()) {
    if (isOwnInsertion(run.words, writer)) put(tr, step, run);
    else if (!keysOn(run.words, DELETION).some(each => writer.owns(each))) replace(tr, step, run, writer, key);
  }
}

function runsBetween(doc: Node, from: number, to: number): Run[] {
  const runs: Run[] = [];
  doc.nodesBetween(from, to, (node, at) => {
    if (!node.isText) return true;
    const [start, end] = [Math.max(from, at), Math.min(to, at + node.nodeSize)];
    if (start < end) runs.push({ words: node.cut(start - at, end - at), from: start, to: end });
    return false;
  });
  return runs;
}

function put(tr: Transaction, step: Look, { from, to }: Run): void {
  if (step instanceof AddMarkStep) tr.addMark(from, to, step.mark);
  else tr.removeMark(from, to, step.mark);
}

function replace(tr: Transaction, step: Look, { words, from, to }: Run, writer: Writer, key: string): void {
  const looks = step instanceof AddMarkStep ? step.mark.addToSet(words.marks) : step.mark.removeFromSet(words.marks);
  if (Mark.sameSet(looks, words.marks)) return;
  suggestDeletion(tr, { from, to }, writer, key);
  const copy = Fragment.from(words.mark(looks));
  suggestInsertion(tr, to, new Slice(copy, 0, 0), key, Belongings.within(copy)); // whose words they were, they stay
}
