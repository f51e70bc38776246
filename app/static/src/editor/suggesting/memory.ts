/** What one deed changed in the shared text, for a while: so that it can be taken back alone, whatever came since. */
import type { Editor } from "@tiptap/core";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { UndoManager, type XmlFragment } from "yjs";

export class Memory {
  private readonly changes: UndoManager | null;

  constructor(editor: Editor, deed: () => void) {
    let records = true;
    const { type } = (ySyncPluginKey.getState(editor.state) ?? {}) as { type?: XmlFragment };
    this.changes = type ? new UndoManager(type, { trackedOrigins: new Set([ySyncPluginKey]), captureTransaction: () => records }) : null;
    deed();
    records = false;
  }

  get isEmpty(): boolean {
    return !this.changes?.canUndo();
  }

  takeBack(): void {
    this.changes?.undo();
    this.forget();
  }

  forget(): void {
    this.changes?.clear();
    this.changes?.destroy();
  }
}
