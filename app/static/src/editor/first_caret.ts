/** Where the caret stands before anybody has been in the text, and whether somebody has. */
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, Selection, TextSelection } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";

interface Binding {
  beforeTransactionSelection: unknown;
}

const NOWHERE = { type: "text", anchor: null, head: null };
const entered = new WeakSet<Editor>();

/** Before that, the caret stands where it was put: a tool that destroys must not take it for a choice. */
export function hasBeenEntered(editor: Editor): boolean {
  return entered.has(editor);
}

export function isInTable(editor: Editor): boolean {
  return entered.has(editor) && editor.isActive("table");
}

function bindingIn(state: Parameters<typeof ySyncPluginKey.getState>[0]): Binding | undefined {
  return (ySyncPluginKey.getState(state) as { binding?: Binding } | undefined)?.binding;
}

/**
 * The first rendering would carry the caret of the empty text over as a bare number, which in a text that begins
 * with a table lies between two rows. With a remembered place of nowhere it is put at the first words instead.
 */
export const firstCaret = Extension.create({
  name: "firstCaret",
  priority: 1_100, // before the collaboration, which renders as soon as it sees the view
  onFocus() {
    entered.add(this.editor);
  },
  addProseMirrorPlugins() {
    let rendered = false;
    return [
      new Plugin({
        view(view) {
          const binding = bindingIn(view.state);
          if (binding && !rendered) binding.beforeTransactionSelection = NOWHERE;
          return {};
        },
        appendTransaction(transactions, _before, state) {
          if (!transactions.some(transaction => transaction.docChanged)) return null;
          const { selection, doc, tr } = state;
          if (!rendered) {
            rendered = true;
            const binding = bindingIn(state);
            if (binding?.beforeTransactionSelection === NOWHERE) binding.beforeTransactionSelection = null;
            return tr.setSelection(Selection.atStart(doc));
          }
          const { $from, $to } = selection;
          const lost = selection instanceof TextSelection && !($from.parent.inlineContent && $to.parent.inlineContent);
          return lost ? tr.setSelection(Selection.near($from)) : null;
        },
      }),
    ];
  },
});
