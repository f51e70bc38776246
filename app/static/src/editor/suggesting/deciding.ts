/** Adopting and rejecting: one transaction, worked out from the end of the text backwards. */
import type { Node } from "@tiptap/pm/model";
import type { EditorState, Transaction } from "@tiptap/pm/state";
import { MEANT } from "../sections/guard";
import { sectionsOf } from "../sections/names";
import { dissolve } from "./boundaries";
import { keepCoveredSections } from "./covered";
import { ADOPTED, DELETION, INSERTION, SUGGESTION_ATTRIBUTE } from "./names";
import { keysOn, pendingKeys, tokensOf, written, type Token } from "./tokens";

export type Verdict = "adopt" | "reject";

/** Null if nothing of `keys` is pending. Nobody undoes a decision by Ctrl Z: it is on record (verdicts.ts). */
export function decided(state: EditorState, keys: ReadonlySet<string>, verdict: Verdict): Transaction | null {
  const tr = decideIn(state.tr, keys, verdict);
  if (!tr.docChanged) return null;
  const left = new Set(sectionsOf(tr.doc).map(({ key }) => key));
  if (sectionsOf(tr.before).some(({ key }) => !left.has(key))) tr.setMeta(MEANT, true); // as its heading showed
  return tr.setMeta("addToHistory", false);
}

export function decideIn(tr: Transaction, keys: ReadonlySet<string>, verdict: Verdict): Transaction {
  if (verdict === "adopt") keepCoveredSections(tr, keys);
  decideWords(tr, keys, verdict);
  decideNodes(tr, keys, verdict, node => !node.isTextblock);
  decideNodes(tr, keys, verdict, node => node.isTextblock);
  return tr;
}

function concerned(doc: Node, keys: ReadonlySet<string>, wanted: (node: Node) => boolean): { node: Node; at: number }[] {
  const found: { node: Node; at: number }[] = [];
  doc.descendants((node, at) => {
    if (wanted(node) && pendingKeys(node).some(key => keys.has(key))) found.push({ node, at });
  });
  return found.reverse();
}

function decideWords(tr: Transaction, keys: ReadonlySet<string>, verdict: Verdict): void {
  const { [INSERTION]: insertion, [DELETION]: deletion, [ADOPTED]: adopted } = tr.doc.type.schema.marks;
  if (!insertion || !deletion || !adopted) return;
  for (const { node, at } of concerned(tr.doc, keys, each => each.isText)) {
    const to = at + node.nodeSize;
    const inserted = keysOn(node, INSERTION).filter(key => keys.has(key));
    const struck = keysOn(node, DELETION).filter(key => keys.has(key));
    if (verdict === "adopt" ? struck.length : inserted.length) {
      tr.delete(at, to);
      continue;
    }
    for (const key of inserted) tr.removeMark(at, to, insertion.create({ key })).addMark(at, to, adopted.create({ key }));
    for (const key of struck) tr.removeMark(at, to, deletion.create({ key }));
  }
}

function decideNodes(
  tr: Transaction,
  keys: ReadonlySet<string>,
  verdict: Verdict,
  wanted: (node: Node) => boolean,
): void {
  for (const { at } of concerned(tr.doc, keys, node => !node.isText && wanted(node))) {
    const node = tr.doc.nodeAt(at);
    if (!node) continue;
    const mine = tokensOf(node).filter(token => keys.has(token.key));
    const goes = mine.some(token => (token.kind === "insert") === (verdict === "reject"));
    const rest = written(node, tokensOf(node).filter(token => !keys.has(token.key)));
    if (!goes) tr.setNodeAttribute(at, SUGGESTION_ATTRIBUTE, verdict === "adopt" ? thanks(rest, mine) : rest);
    else if (!node.isTextblock) remove(tr, at, node);
    else if (!dissolve(tr, at, mine.some(({ kind }) => kind !== "delete"))) tr.setNodeAttribute(at, SUGGESTION_ATTRIBUTE, rest);
  }
}

/** A picture, a row or a new paragraph says from then on whose it was. */
function thanks(rest: string | null, adopted: readonly Token[]): string {
  const signs = adopted.map(({ key }) => `${ADOPTED}:${key}`).filter(sign => !rest?.split(" ").includes(sign));
  return [...signs, ...(rest ? [rest] : [])].join(" ");
}

/** With its last row a table goes too. */
function remove(tr: Transaction, at: number, node: Node): void {
  const $at = tr.doc.resolve(at);
  const last = node.type.name === "tableRow" && $at.parent.childCount === 1;
  if (last) tr.delete($at.before(), $at.after());
  else tr.delete(at, at + node.nodeSize);
}

/** Every pending suggestion of a document. */
export function allKeys(doc: Node): Set<string> {
  const keys = new Set<string>();
  doc.descendants(node => pendingKeys(node).forEach(key => keys.add(key)));
  return keys;
}
