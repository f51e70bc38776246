/**
 * Backspace at the beginning of a block and Delete at its end: joining it with its neighbour. Where that were the
 * heading of a section and words before it, the guard of sections has said why they stay (extension.ts).
 */
import { AllSelection, NodeSelection, Selection, TextSelection, type EditorState, type Transaction } from "@tiptap/pm/state";
import { keyOf } from "../sections/names";
import { endBefore } from "./boundaries";
import { BACKWARD } from "./rewriting";

/** Null: nothing is selected. Afterwards the caret stands before what was struck: the next Backspace goes on. */
export function backspaceOverSelection({ selection, tr }: EditorState): Transaction | null {
  const isText = selection instanceof TextSelection || selection instanceof AllSelection;
  return isText && !selection.empty ? tr.deleteSelection().setMeta(BACKWARD, true) : null;
}

/** Null: not at such a place. What cannot be joined stays; a picture or formula before it is chosen. */
export function backspaceAtStart({ selection, doc, tr }: EditorState): Transaction | null {
  const { $head, empty } = selection;
  if (!empty || !$head.parent.isTextblock || $head.parentOffset) return null;
  const { nodeBefore } = doc.resolve($head.before());
  if (keyOf($head.parent) && nodeBefore?.isTextblock) return tr.delete($head.before() - nodeBefore.nodeSize, $head.before());
  const end = endBefore(doc, $head.before());
  if (end !== null) return tr.delete(end, $head.start());
  return nodeBefore?.isAtom ? tr.setSelection(NodeSelection.create(doc, $head.before() - nodeBefore.nodeSize)) : tr;
}

export function deleteAtEnd({ selection, doc, tr }: EditorState): Transaction | null {
  const { $head, empty } = selection;
  if (!empty || !$head.parent.isTextblock || $head.parentOffset < $head.parent.content.size) return null;
  let start: number | null = null;
  doc.nodesBetween($head.pos, doc.content.size, (node, at) => {
    if (start === null && node.isTextblock && at >= $head.pos) start = at;
    return start === null;
  });
  if (start === null || endBefore(doc, start) !== $head.pos) return tr.setSelection(Selection.near($head));
  const next = doc.nodeAt(start);
  return next && keyOf(next) ? tr.delete($head.before(), start) : tr.delete($head.pos, start + 1);
}
