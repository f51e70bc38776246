/** An earlier version written again over the present text: as this person's own edits, which undo takes back. */
import type { Editor } from "@tiptap/core";
import { yUndoPluginKey, yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import { applyUpdate, Doc } from "yjs";

/** The binding compares block by block, so that only what differs is written. */
export function writeAgain(editor: Editor, state: Uint8Array): void {
  const then = new Doc();
  applyUpdate(then, state);
  const wanted = yXmlFragmentToProseMirrorRootNode(then.getXmlFragment("default"), editor.schema);
  then.destroy();
  const history = (yUndoPluginKey.getState(editor.state) as { undoManager?: { stopCapturing(): void } } | undefined)?.undoManager;
  history?.stopCapturing();
  const { doc, tr } = editor.state;
  const from = doc.content.findDiffStart(wanted.content);
  const end = doc.content.findDiffEnd(wanted.content);
  if (from === null || !end) return;
  editor.view.dispatch(tr.replaceWith(0, doc.content.size, wanted.content).scrollIntoView());
  history?.stopCapturing();
}
