/** Behind what stands alone — a picture, a formula, a table — writing goes on in a paragraph: chosen itself, the next key would replace it. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { closeUndoStep } from "./undo_step";

/** Where that which `tr` put in ends; null if it put in nothing. */
function endOfInsertion({ mapping }: Transaction): number | null {
  for (let index = mapping.maps.length - 1; index >= 0; index -= 1) {
    let end: number | null = null;
    mapping.maps[index]?.forEach((_start, _end, newStart, newEnd) => {
      if (newEnd > newStart) end = newEnd;
    });
    if (end !== null) return mapping.slice(index + 1).map(end, -1);
  }
  return null;
}

function isTable(node: Node): boolean {
  return node.type.name === "table";
}

/** The last thing before `end`, however deep in lists and quotations, if it has no words for a caret to stand behind. */
function loneBefore(doc: Node, end: number): { node: Node; end: number } | null {
  let node = doc.resolve(end).nodeBefore;
  for (; node && !node.isTextblock && !node.isLeaf && !isTable(node); node = node.lastChild) end -= 1;
  return node && !node.isInline && (node.isLeaf || isTable(node)) ? { node, end } : null;
}

/** A table gets a line of its own: words that follow it are somebody's next paragraph. */
function isRoom(next: Node | null, lone: Node): boolean {
  return next?.type.name === "paragraph" && (!isTable(lone) || !next.content.size);
}

/** The caret behind what `tr` put in, if that stands alone; where there is no paragraph for it, one is begun. */
export function withCaretBehind(tr: Transaction): Transaction {
  const end = endOfInsertion(tr);
  const lone = end === null ? null : loneBefore(tr.doc, end);
  if (!lone) return tr;
  const $behind = tr.doc.resolve(lone.end);
  if (!isRoom($behind.nodeAfter, lone.node)) {
    const paragraph = tr.doc.type.schema.nodes["paragraph"];
    if (!paragraph || !$behind.parent.canReplaceWith($behind.index(), $behind.index(), paragraph)) return tr;
    tr.insert(lone.end, paragraph.create());
  }
  return tr.setSelection(TextSelection.create(tr.doc, lone.end + 1)).scrollIntoView();
}

/**
 * Chromium may keep an older place for the next key than the one it tells, and lose that key: where a block has just
 * been put in beside the caret. Told anew, it knows.
 */
export function tellCaretAnew({ composing, dom }: EditorView): void {
  const selection = dom.ownerDocument.getSelection();
  const { anchorNode, anchorOffset } = selection ?? {};
  if (composing || !selection?.isCollapsed || !anchorNode || !dom.contains(anchorNode)) return;
  selection.removeAllRanges();
  selection.collapse(anchorNode, anchorOffset);
}

/** Before suggestions are made of it: the paragraph behind belongs to what was pasted. */
export const caretBehindPasted = Extension.create({
  name: "caretBehindPasted",
  priority: 1_300,
  dispatchTransaction({ transaction, next }) {
    if (!transaction.getMeta("paste") || !transaction.docChanged) return next(transaction);
    withCaretBehind(transaction);
    closeUndoStep(this.editor); // one step back takes what was pasted, and no words typed just before or after
    next(transaction);
    closeUndoStep(this.editor);
    tellCaretAnew(this.editor.view);
  },
});
