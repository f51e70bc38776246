/** Backspace at the beginning of a block and Delete at its end: joining it with its neighbour. */
import { NodeSelection, Selection, type EditorState, type Transaction } from "@tiptap/pm/state";
import { endBefore } from "./boundaries";

/** Null: not at such a place. What cannot be joined stays; a picture or formula before it is chosen. */
export function backspaceAtStart({ selection, doc, tr }: EditorState): Transaction | null {
  const { $head, empty } = selection;
  if (!empty || !$head.parent.isTextblock || $head.parentOffset) return null;
  const end = endBefore(doc, $head.before());
  if (end !== null) return tr.delete(end, $head.start());
  const { nodeBefore } = doc.resolve($head.before());
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
  return tr.delete($head.pos, start + 1);
}
