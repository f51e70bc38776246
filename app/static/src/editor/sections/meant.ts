/** Which sections a change takes out on purpose: the server puts back whatever is lost otherwise. */
import type { Editor } from "@tiptap/core";
import type { Transaction } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { MEANT } from "./guard";
import { sectionsOf } from "./names";

/** Somebody said so, or takes back what was done. */
function isMeant(transaction: Transaction): boolean {
  const sync: unknown = transaction.getMeta(ySyncPluginKey);
  const undone = typeof sync === "object" && sync !== null && "isUndoRedoOperation" in sync && sync.isUndoRedoOperation;
  return transaction.getMeta(MEANT) === true || undone === true;
}

export function takenOut(transaction: Transaction): string[] {
  if (!transaction.docChanged || !isMeant(transaction)) return [];
  const left = new Set(sectionsOf(transaction.doc).map(({ key }) => key));
  return sectionsOf(transaction.before).map(({ key }) => key).filter(key => !left.has(key));
}

export function tellMeant(editor: Editor, told: (keys: string[]) => void): void {
  editor.on("transaction", ({ transaction }) => {
    const keys = takenOut(transaction);
    if (keys.length) told(keys);
  });
}
