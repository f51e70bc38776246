/** The boundary between a block and the words before it. */
import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { keyOf } from "../sections/names";

function isWall(node: Node): boolean {
  return node.isAtom || node.type.name === "table" || Boolean(node.type.spec.isolating);
}

/** Where the words before the block at `position` end, if the two could become one. */
export function endBefore(doc: Node, position: number): number | null {
  const $place = doc.resolve(position);
  let depth = $place.depth;
  while (depth >= 0 && $place.index(depth) === 0) {
    if (depth === 0 || isWall($place.node(depth))) return null;
    depth -= 1;
  }
  if (depth < 0) return null;
  let at = $place.posAtIndex($place.index(depth), depth);
  let node: Node | null = $place.node(depth).child($place.index(depth) - 1);
  at -= 1;
  while (node && !node.isTextblock) {
    if (isWall(node) || !node.lastChild) return null;
    node = node.lastChild;
    at -= 1;
  }
  const block = doc.nodeAt(position);
  return node && block && node.canAppend(block) ? at : null; // code takes in no formulas
}

/**
 * The block at `position` becomes part of the one before it; empty and with nothing before it, it goes. If the
 * heading of a section is to take in nothing (`mayJoinSection`), it stands as one with nothing before it.
 */
export function dissolve(tr: Transaction, position: number, mayJoinSection = true): boolean {
  const block = tr.doc.nodeAt(position);
  if (!block) return false;
  const end = endBefore(tr.doc, position);
  if (end !== null && (mayJoinSection || !keyOf(tr.doc.resolve(end).parent))) tr.delete(end, position + 1);
  else if (!block.content.size && isOneOfSeveral(tr.doc, position)) tr.deleteRange(position, position + block.nodeSize);
  else return false;
  return true;
}

function isOneOfSeveral(doc: Node, position: number): boolean {
  return doc.resolve(position).parent.childCount > 1;
}
