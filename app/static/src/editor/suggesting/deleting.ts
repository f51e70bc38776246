/** Deleting while suggesting: own pending words really go, all else is marked as to be deleted. */
import type { Node } from "@tiptap/pm/model";
import { Selection, type Transaction } from "@tiptap/pm/state";
import { sectionsOf } from "../sections/names";
import { dissolve } from "./boundaries";
import { DELETION, SUGGESTION_ATTRIBUTE } from "./names";
import { isOwnInsertion, keysOn, tokensOf, written, type Kind, type Writer } from "./tokens";

/** Nobody can suggest this; the message is a key of the page's sentences. */
export class NotSuggestible extends Error {}

interface Plan {
  struck: Range[];
  flagged: { at: number; kind: Kind }[];
  removed: { at: number; run: () => void }[];
}

export interface Range {
  from: number;
  to: number;
}

/**
 * What lies within each section: a range that comes over the heading of one takes what stands before it and what
 * stands below, as a deletion of whoever writes freely does (sections/guard.ts).
 */
export function rangesWithinSections(doc: Node, { from, to }: Range): Range[] {
  const covered = sectionsOf(doc).filter(({ position, node }) => {
    const end = position + node.nodeSize;
    return position < to && (from <= position || (from === position + 1 && to >= end));
  });
  const starts = [from, ...covered.map(({ position, node }) => position + node.nodeSize)];
  const ends = [...covered.map(({ position }) => position), to];
  return starts.map((start, index) => ({ from: start, to: ends[index] ?? to }));
}

/** Where those words end that stand in the first block of `ranges`: what is typed over all of them goes there. */
export function endOfFirstWords(doc: Node, ranges: readonly Range[]): number {
  const $start = doc.resolve(ranges.find(({ from, to }) => from < to)?.from ?? 0);
  return ($start.parent.isTextblock ? $start : Selection.near($start).$from).end();
}

export function suggestDeletion(tr: Transaction, { from, to }: Range, writer: Writer, key: string): void {
  if (from >= to) return;
  const plan: Plan = { struck: [], flagged: [], removed: [] };
  const startsInWords = tr.doc.resolve(from).parent.isTextblock;
  tr.doc.nodesBetween(from, to, (node, at) => visit(tr, plan, { from, to, startsInWords, writer }, node, at));
  const type = tr.doc.type.schema.marks[DELETION];
  if (!type) return;
  for (const range of plan.struck) tr.addMark(range.from, range.to, type.create({ key }));
  for (const { at, kind } of plan.flagged) flag(tr, at, { kind, key });
  for (const { run } of plan.removed.sort((a, b) => b.at - a.at)) run();
}

interface Cut extends Range {
  startsInWords: boolean;
  writer: Writer;
}

function visit(tr: Transaction, plan: Plan, cut: Cut, node: Node, at: number): boolean {
  const { from, to, writer } = cut;
  const end = at + node.nodeSize;
  const whole = at >= from && end <= to;
  const own = isOwnInsertion(node, writer);
  const remove = (start: number, stop: number) => plan.removed.push({ at: start, run: () => void tr.delete(start, stop) });
  if (node.isText) {
    const part = { from: Math.max(from, at), to: Math.min(to, end) };
    if (own) remove(part.from, part.to);
    else if (!keysOn(node, DELETION).some(each => writer.owns(each))) plan.struck.push(part);
    return false;
  }
  if (node.isLeaf || node.type.name === "table" || node.type.name === "tableRow") {
    if (!whole) return !node.isLeaf;
    if (own) remove(at, end);
    else if (!isSuggestedToGo(node, writer)) plan.flagged.push({ at, kind: "delete" });
    return false;
  }
  if (whole && node.type.spec["tableRole"]) throw new NotSuggestible("suggestNoColumns");
  if (node.isTextblock && at >= from) visitBoundary(tr, plan, cut, node, at);
  return true;
}

function visitBoundary(tr: Transaction, plan: Plan, cut: Cut, node: Node, at: number): void {
  if (isOwnInsertion(node, cut.writer)) plan.removed.push({ at, run: () => void dissolve(tr, at) });
  else if (isSuggestedToGo(node, cut.writer)) return;
  else if (cut.startsInWords && leadsBackTo(tr.doc, cut.from, at)) plan.flagged.push({ at, kind: "join" });
  else if (at + node.nodeSize <= cut.to) plan.flagged.push({ at, kind: "delete" });
}

function isSuggestedToGo(node: Node, writer: Writer): boolean {
  return tokensOf(node).some(({ kind, key }) => kind !== "insert" && writer.owns(key));
}

/** Both in the same cell, or both in none. */
function leadsBackTo(doc: Node, from: number, at: number): boolean {
  const $at = doc.resolve(at + 1);
  for (let depth = $at.depth; depth > 0; depth -= 1) {
    if ($at.node(depth).type.spec.isolating) return from > $at.start(depth);
  }
  return true;
}

function flag(tr: Transaction, at: number, token: { kind: Kind; key: string }): void {
  const node = tr.doc.nodeAt(at);
  if (node) tr.setNodeAttribute(at, SUGGESTION_ATTRIBUTE, written(node, [...tokensOf(node), token]));
}
