/**
 * A key or a click moves the caret at once, and the editor hears of it a moment later. What comes in between from
 * elsewhere, a colleague's words or caret, would put it back, and the next letter would stand in the old place. So the
 * caret is read first: one arrow key in ten was lost beside somebody who types fast.
 */
import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

export function readCaret(view: EditorView): void {
  if (view.hasFocus() && !view.composing) view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
}

/**
 * What changes neither text nor selection is drawn all the same, and with it the selection as it was. And a key means
 * the place where the key before it has put the caret: Backspace right behind Home was half judged by the old place.
 */
export const caretFirst = Extension.create({
  name: "caretFirst",
  priority: 2_000,
  dispatchTransaction({ transaction, next }) {
    if (!transaction.docChanged && !transaction.selectionSet) {
      readCaret(this.editor.view);
      const { doc, selection } = this.editor.state;
      if (transaction.before === doc && !selection.eq(transaction.selection)) transaction.setSelection(selection);
    }
    next(transaction);
  },
  addProseMirrorPlugins() {
    const keydown = (view: EditorView): boolean => {
      readCaret(view);
      return false;
    };
    return [new Plugin({ props: { handleDOMEvents: { keydown } } })];
  },
});
