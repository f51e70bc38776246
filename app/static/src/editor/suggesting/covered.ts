/**
 * Deletions once took in the headings of sections that lay between their ends. Nothing can join such a heading to what
 * stands before it, so nobody could settle them. Adopted, they leave the heading with its words, and what stands
 * below it in a block of its own: what is deleted now is stored so (deleting.ts).
 */
import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { sectionsOf, type Section } from "../sections/names";
import { DELETION, SUGGESTION_ATTRIBUTE } from "./names";
import { keysOn, tokensOf, written } from "./tokens";

export function keepCoveredSections(tr: Transaction, keys: ReadonlySet<string>): void {
  for (const section of sectionsOf(tr.doc)) {
    for (const key of keysJoining(section.node)) if (keys.has(key)) uncover(tr, section, key);
    const below = firstBlockBelow(tr.doc, section);
    for (const key of below ? keysJoining(below.node) : []) {
      if (keys.has(key) && isStruckWholly(section.node, key)) uncover(tr, section, key);
    }
  }
}

function keysJoining(node: Node): string[] {
  return tokensOf(node).filter(({ kind }) => kind === "join").map(({ key }) => key);
}

function isStruckWholly({ content }: Node, key: string): boolean {
  return content.size > 0 && content.content.every(words => keysOn(words, DELETION).includes(key));
}

function uncover(tr: Transaction, { position, node }: Section, key: string): void {
  const below = firstBlockBelow(tr.doc, { position, node });
  const strike = tr.doc.type.schema.marks[DELETION]?.create({ key });
  if (strike) tr.removeMark(position + 1, position + node.nodeSize - 1, strike);
  separate(tr, position, key, null);
  if (below) separate(tr, below.at, key, "delete");
}

function separate(tr: Transaction, at: number, key: string, kind: "delete" | null): void {
  const node = tr.doc.nodeAt(at);
  if (!node || !keysJoining(node).includes(key)) return;
  const rest = tokensOf(node).filter(token => token.kind !== "join" || token.key !== key);
  tr.setNodeAttribute(at, SUGGESTION_ATTRIBUTE, written(node, kind ? [...rest, { kind, key }] : rest));
}

function firstBlockBelow(doc: Node, { position, node }: Pick<Section, "position" | "node">): { node: Node; at: number } | null {
  let at = position + node.nodeSize;
  let block = doc.nodeAt(at);
  while (block && !block.isTextblock && block.firstChild) [block, at] = [block.firstChild, at + 1];
  return block?.isTextblock ? { node: block, at } : null;
}
