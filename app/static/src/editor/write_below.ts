/** A click below a table or formula that ends the text begins a new paragraph there. */
import { Extension } from "@tiptap/core";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

function beginParagraph(view: EditorView): boolean {
  const { doc, schema, tr } = view.state;
  const paragraph = schema.nodes["paragraph"];
  if (!view.editable || !paragraph || doc.lastChild?.isTextblock) return false;
  tr.insert(doc.content.size, paragraph.create());
  tr.setSelection(TextSelection.atEnd(tr.doc)).scrollIntoView();
  view.dispatch(tr);
  view.focus();
  return true;
}

export const writeBelow = Extension.create({
  name: "writeBelow",
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            mousedown(view, event) {
              const last = view.dom.lastElementChild;
              if (event.target !== view.dom || !last || event.clientY < last.getBoundingClientRect().bottom) return false;
              if (!beginParagraph(view)) return false;
              event.preventDefault();
              return true;
            },
          },
        },
      }),
    ];
  },
});
