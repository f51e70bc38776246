/** Inserting while suggesting: what is new carries the key, and nothing of the marks it was copied with. */
import type { Mark, Node, Slice } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { isOfSuggestion, type Belongings } from "./belongings";
import { INSERTION, SUGGESTION_ATTRIBUTE } from "./names";
import { wordsOn } from "./tokens";

/** Whether the slice went in exactly as it is. What was adopted keeps saying whose it was, if `carried` knows of it. */
export function suggestInsertion(tr: Transaction, place: number, slice: Slice, key: string, carried: Belongings): boolean {
  const before = tr.steps.length;
  tr.replace(place, place, slice);
  if (tr.steps.length === before) return false;
  const end = tr.mapping.slice(before).map(place, 1);
  const exact = end - place === slice.size && tr.steps.length === before + 1;
  bear(tr, place, end, key, carried.adopted);
  return exact;
}

/** Everything that begins between `from` and `to` becomes part of the suggestion `key`, and of no other open one. */
function bear(tr: Transaction, from: number, to: number, key: string, adopted: Belongings): void {
  const insertion = tr.doc.type.schema.marks[INSERTION];
  if (!insertion) return;
  tr.doc.nodesBetween(from, to, (node, at) => {
    const end = at + node.nodeSize;
    if (node.isText) bearWords(tr, node.cut(Math.max(0, from - at), Math.min(to, end) - at), Math.max(from, at), insertion.create({ key }), adopted);
    else if (at >= from) setTokens(tr, at, node, suggestsItself(tr.doc, node, at, from, end <= to) ? key : null, adopted);
    return true;
  });
}

function bearWords(tr: Transaction, words: Node, at: number, mark: Mark, adopted: Belongings): void {
  const end = at + words.nodeSize;
  for (const each of words.marks.filter(isOfSuggestion)) {
    if (!adopted.holds(each, words.text ?? "")) tr.removeMark(at, end, each);
  }
  tr.addMark(at, end, mark);
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

function setTokens(tr: Transaction, at: number, node: Node, key: string | null, adopted: Belongings): void {
  if (!(SUGGESTION_ATTRIBUTE in node.attrs)) return;
  const stays = wordsOn(node).filter(word => adopted.holdsToken(word));
  const value = [...stays, ...(key ? [`insert:${key}`] : [])].join(" ") || null;
  if (value !== node.attrs[SUGGESTION_ATTRIBUTE]) tr.setNodeAttribute(at, SUGGESTION_ATTRIBUTE, value);
}
