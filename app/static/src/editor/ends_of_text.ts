/** Ctrl Home and Ctrl End: browsers lose their way where a table begins or ends the text. */
import { Extension, type Editor } from "@tiptap/core";
import { Selection, type Transaction } from "@tiptap/pm/state";

function go(editor: Editor, place: (tr: Transaction) => Selection): boolean {
  const { tr } = editor.state;
  editor.view.dispatch(tr.setSelection(place(tr)).scrollIntoView());
  return true;
}

export const endsOfText = Extension.create({
  name: "endsOfText",
  addKeyboardShortcuts() {
    return {
      "Ctrl-Home": () => go(this.editor, tr => Selection.atStart(tr.doc)),
      "Ctrl-End": () => go(this.editor, tr => Selection.atEnd(tr.doc)),
    };
  },
});
