/** Keys that would join a section to the block before it: on some borders the browser would do it behind our back. */
import type { Node } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { keyOf } from "./names";

/** Whether a heading below would become part of this block. An empty paragraph just goes. */
function takesIn(block: Node): boolean {
  if (block.isTextblock) return block.content.size > 0;
  let last: Node | null = block;
  while (last && !last.isTextblock && !last.isAtom && !last.type.spec.isolating) last = last.lastChild;
  return last?.isTextblock ?? false;
}

/** The section's heading that Backspace (or, `forward`, Delete) would join to what stands above it. */
export function sectionAtBorder({ selection, doc }: EditorState, forward: boolean): Node | null {
  const { empty, $from } = selection;
  if (!empty || $from.depth === 0) return null;
  const border = forward ? $from.pos + $from.depth : $from.pos - $from.depth;
  if (border !== (forward ? $from.after(1) : $from.before(1))) return null;
  return joinedAt(doc, border);
}

/** The same for what the browser is about to delete by itself, as it does on phones. */
export function sectionInWay(view: EditorView, event: InputEvent): Node | null {
  const range = event.inputType.startsWith("deleteContent") ? event.getTargetRanges()[0] : undefined;
  if (!range) return null;
  const { doc } = view.state;
  const $from = doc.resolve(view.posAtDOM(range.startContainer, range.startOffset));
  const $to = doc.resolve(view.posAtDOM(range.endContainer, range.endOffset));
  const border = $to.pos - 1;
  const joins = $to.depth === 1 && $to.parentOffset === 0 && $from.depth > 0 && $from.pos + $from.depth === border;
  return joins ? joinedAt(doc, border) : null;
}

function joinedAt(doc: Node, border: number): Node | null {
  const { nodeBefore, nodeAfter } = doc.resolve(border);
  return nodeBefore && nodeAfter && keyOf(nodeAfter) && takesIn(nodeBefore) ? nodeAfter : null;
}
