/**
 * Writing freely inside somebody's suggestion: the new words are not part of it. What only changes its place or its
 * look stays what it was: nobody takes a suggestion, or whose words were adopted, out of a text by the way.
 */
import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { RemoveMarkStep, ReplaceAroundStep, ReplaceStep } from "@tiptap/pm/transform";
import { Belongings, isOfSuggestion } from "./belongings";
import { SUGGESTION_ATTRIBUTE } from "./names";
import { wordsOn } from "./tokens";

/** Changes `tr` itself. `carried`: what comes from the clipboard and keeps whose it was. */
export function ownWordsOnly(tr: Transaction, carried = new Belongings()): void {
  const stored = tr.storedMarks;
  const known = Belongings.removedBy(tr).add(carried);
  const ranges = insertedRanges(tr);
  tr.steps.slice().forEach((step, index) => {
    if (step instanceof RemoveMarkStep && isOfSuggestion(step.mark)) putMarkBack(tr, step, index);
    if (step instanceof ReplaceAroundStep) keepSigns(tr, step, index);
  });
  for (const { from, to } of ranges) {
    tr.doc.nodesBetween(from, to, (node, at) => {
      if (node.isText) strip(tr, node.cut(Math.max(0, from - at), to - at), Math.max(from, at), known);
      else if (at >= from) stripNode(tr, node, at, known);
    });
  }
  if (stored) tr.setStoredMarks(stored);
}

function strip(tr: Transaction, words: Node, at: number, known: Belongings): void {
  for (const mark of words.marks.filter(isOfSuggestion)) {
    if (!known.holds(mark, words.text ?? "")) tr.removeMark(at, at + words.nodeSize, mark);
  }
}

function stripNode(tr: Transaction, node: Node, at: number, known: Belongings): void {
  if (typeof node.attrs[SUGGESTION_ATTRIBUTE] !== "string") return;
  const kept = wordsOn(node).filter(word => known.holdsToken(word)).join(" ") || null;
  if (kept !== node.attrs[SUGGESTION_ATTRIBUTE]) tr.setNodeAttribute(at, SUGGESTION_ATTRIBUTE, kept);
}

function insertedRanges(tr: Transaction): { from: number; to: number }[] {
  return tr.steps.flatMap((step, index) => {
    if (!(step instanceof ReplaceStep) || !step.slice.size) return [];
    const later = tr.mapping.slice(index + 1);
    const [from, to] = [later.map(step.from, 1), later.map(step.from + step.slice.size, -1)];
    return to > from ? [{ from, to }] : [];
  });
}

function putMarkBack(tr: Transaction, { from, to, mark }: RemoveMarkStep, index: number): void {
  const later = tr.mapping.slice(index + 1);
  tr.docs[index]?.nodesBetween(from, to, (node, at) => {
    if (!node.isText || !mark.isInSet(node.marks)) return;
    const [start, end] = [later.map(Math.max(from, at), 1), later.map(Math.min(to, at + node.nodeSize), -1)];
    if (start < end) tr.addMark(start, end, mark);
  });
}

/** A paragraph that becomes a heading is still the one that was suggested. */
function keepSigns(tr: Transaction, step: ReplaceAroundStep, index: number): void {
  const isSameBlock = step.gapFrom === step.from + 1 && step.gapTo === step.to - 1 && step.insert === 1;
  const before = isSameBlock ? tr.docs[index]?.nodeAt(step.from) : null;
  const signs = before ? wordsOn(before).join(" ") : "";
  const place = tr.mapping.slice(index + 1).map(step.from, -1);
  const after = tr.doc.nodeAt(place);
  if (!signs || !after || after.type !== step.slice.content.firstChild?.type) return;
  if (SUGGESTION_ATTRIBUTE in after.attrs && !after.attrs[SUGGESTION_ATTRIBUTE]) {
    tr.setNodeAttribute(place, SUGGESTION_ATTRIBUTE, signs);
  }
}
