/** What a step puts in, as far as it is meant to be new. */
import { Slice, type Node } from "@tiptap/pm/model";
import type { ReplaceStep } from "@tiptap/pm/transform";
import { NotSuggestible } from "./deleting";
import { DELETION } from "./names";
import { keysOn, tokensOf, type Writer } from "./tokens";

/** Behind what is struck, unless that is code and this a formula. */
export function takes(doc: Node, place: number, { content }: Slice): boolean {
  const $place = doc.resolve(place);
  return !content.firstChild?.isInline || $place.parent.canReplace($place.index(), $place.index(), content);
}

/** In the middle of what somebody has struck themselves: the end of it; else `place`. */
export function behindStruck(doc: Node, place: number, writer: Writer): number {
  const { nodeBefore, parent, textOffset } = doc.resolve(place);
  if (!parent.isTextblock || !nodeBefore || !isOwnStrike(nodeBefore, writer)) return place;
  let end = place - textOffset;
  for (let at = doc.resolve(place).index(); at < parent.childCount; at += 1) {
    const node = parent.child(at);
    if (!isOwnStrike(node, writer)) break;
    end += node.nodeSize;
  }
  return Math.max(place, end);
}

function isOwnStrike(node: Node, writer: Writer): boolean {
  const ofThing = tokensOf(node).filter(({ kind }) => kind === "delete").map(({ key }) => key);
  return [...keysOn(node, DELETION), ...ofThing].some(key => writer.owns(key));
}

/** Emptying a cell, or a whole text, leaves an empty paragraph in it; for a suggestion the struck words are enough. */
export function contentOf(step: ReplaceStep, doc: Node | undefined): Slice {
  const { content } = step.slice;
  const only = content.childCount === 1 ? content.firstChild : null;
  const role: unknown = doc?.resolve(step.from).parent.type.spec["tableRole"];
  if (only?.type.spec["tableRole"] === "cell" || only?.type.spec["tableRole"] === "header_cell") {
    throw new NotSuggestible("suggestNoColumns");
  }
  const emptiesText = step.from === 0 && step.to === doc?.content.size;
  const emptied = only?.isTextblock && !only.content.size && (role === "cell" || role === "header_cell" || emptiesText);
  if (emptied && step.to > step.from) return Slice.empty;
  const acrossBlocks = doc && !doc.resolve(step.from).sameParent(doc.resolve(step.to));
  return (acrossBlocks && wordsTyped(step.slice)) || step.slice;
}

/** Typing over several blocks: the words alone, without the wrapping that joined what was left. */
function wordsTyped({ content, openStart, openEnd }: Slice): Slice | null {
  if (content.firstChild?.isInline) return null;
  const blocks: Node[] = [];
  content.descendants(node => {
    if (node.content.size ? node.isTextblock : node.isLeaf) blocks.push(node);
    return !node.isTextblock;
  });
  const [first] = blocks;
  if (!first && (openStart || openEnd)) return Slice.empty;
  let opening = content.firstChild;
  for (let depth = 1; depth < openStart; depth += 1) opening = opening?.firstChild ?? null;
  return first && blocks.length === 1 && opening === first ? new Slice(first.content, 0, 0) : null;
}
