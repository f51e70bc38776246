/** An earlier version written again over the present text: as this person's own edits, which undo takes back. */
import type { Editor } from "@tiptap/core";
import type { Node, Schema } from "@tiptap/pm/model";
import { EditorState } from "@tiptap/pm/state";
import { yUndoPluginKey, yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import { applyUpdate, Doc } from "yjs";
import { allKeys, decideIn } from "../suggesting/deciding";
import { DECISION } from "../suggesting/names";

/** The binding compares block by block, so that only what differs is written. */
export function writeAgain(editor: Editor, state: Uint8Array, isDecided: (key: string) => boolean): void {
  const wanted = earlierText(editor.schema, state, isDecided);
  const history = (yUndoPluginKey.getState(editor.state) as { undoManager?: { stopCapturing(): void } } | undefined)?.undoManager;
  history?.stopCapturing();
  const { doc, tr } = editor.state;
  const from = doc.content.findDiffStart(wanted.content);
  const end = doc.content.findDiffEnd(wanted.content);
  if (from === null || !end) return;
  editor.view.dispatch(tr.replaceWith(0, doc.content.size, wanted.content).setMeta(DECISION, true).scrollIntoView());
  history?.stopCapturing();
}

/**
 * What was a suggestion then is one again, unless somebody has decided about it since: nobody is asked twice,
 * and at that time it was not adopted.
 */
export function earlierText(schema: Schema, state: Uint8Array, isDecided: (key: string) => boolean): Node {
  const then = new Doc();
  applyUpdate(then, state);
  const written = yXmlFragmentToProseMirrorRootNode(then.getXmlFragment("default"), schema);
  then.destroy();
  const decided = new Set([...allKeys(written)].filter(isDecided));
  return decideIn(EditorState.create({ doc: written }).tr, decided, "reject").doc;
}
