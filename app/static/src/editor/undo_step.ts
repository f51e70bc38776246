/** Where one step of undoing ends. */
import type { Editor } from "@tiptap/core";
import { yUndoPluginKey } from "@tiptap/y-tiptap";
import type { UndoManager } from "yjs";

/** What comes next is a step of its own, however soon it comes. */
export function closeUndoStep(editor: Editor): void {
  const undoing = yUndoPluginKey.getState(editor.state) as { undoManager?: UndoManager } | undefined;
  undoing?.undoManager?.stopCapturing();
}
