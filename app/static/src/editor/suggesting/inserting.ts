/** Inserting while suggesting: what is new carries the key, and nothing of the marks it was copied with. */
import type { Node, Slice } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { ADOPTED, DELETION, INSERTION, SUGGESTION_ATTRIBUTE } from "./names";
import { tokensOf, written } from "./tokens";

/** Whether the slice went in exactly as it is. */
export function suggestInsertion(tr: Transaction, place: number, slice: Slice, key: string): boolean {
  const before = tr.steps.length;
  tr.replace(place, place, slice);
  if (tr.steps.length === before) return false;
  const end = tr.mapping.slice(before).map(place, 1);
  const exact = end - place === slice.size && tr.steps.length === before + 1;
  bear(tr, place, end, key);
  return exact;
}

/** Everything that begins between `from` and `to` becomes part of the suggestion `key`, and of no other. */
function bear(tr: Transaction, from: number, to: number, key: string): void {
  const { [INSERTION]: insertion, [DELETION]: deletion, [ADOPTED]: adopted } = tr.doc.type.schema.marks;
  if (!insertion || !deletion || !adopted) return;
  for (const mark of [insertion, deletion, adopted]) tr.removeMark(from, to, mark);
  tr.doc.nodesBetween(from, to, (node, at) => {
    const end = at + node.nodeSize;
    if (node.isText) tr.addMark(Math.max(from, at), Math.min(to, end), insertion.create({ key }));
    else if (at >= from) setTokens(tr, at, node, suggestsItself(tr.doc, node, at, from, end <= to) ? key : null);
    return true;
  });
}

function suggestsItself(doc: Node, node: Node, at: number, from: number, whole: boolean): boolean {
  if (node.type.name === "tableRow") return whole && doc.resolve(at).before() < from;
  if (node.isLeaf || node.type.name === "table") return whole;
  return node.isTextblock && !beginsNewCell(doc, at, from);
}

/** The first words of a cell that is new itself have no boundary of their own. */
function beginsNewCell(doc: Node, at: number, from: number): boolean {
  const $at = doc.resolve(at);
  for (let depth = $at.depth; depth > 0; depth -= 1) {
    if ($at.node(depth).type.spec.isolating) return $at.before(depth) >= from && $at.index(depth) === 0;
  }
  return false;
}

function setTokens(tr: Transaction, at: number, node: Node, key: string | null): void {
  if (!(SUGGESTION_ATTRIBUTE in node.attrs)) return;
  const value = key ? written([{ kind: "insert", key }]) : null;
  if (value !== written(tokensOf(node))) tr.setNodeAttribute(at, SUGGESTION_ATTRIBUTE, value);
}
