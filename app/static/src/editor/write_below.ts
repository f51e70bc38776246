/** Below a table or formula that ends the text: a click, or the arrow down in its last row, begins a new paragraph. */
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** A table that was put at the end of the text gets a paragraph after it. */
export function leaveRoomBelow(editor: Editor): void {
  const { doc, schema, tr } = editor.state;
  const paragraph = schema.nodes["paragraph"];
  if (paragraph && !doc.lastChild?.isTextblock) editor.view.dispatch(tr.insert(doc.content.size, paragraph.create()));
}

/** Whether the caret stands in the last line of everything. */
function isAtTheEnd(view: EditorView): boolean {
  const { $head, empty } = view.state.selection;
  if (!empty || $head.depth === 0 || !view.endOfTextblock("down")) return false;
  return Array.from({ length: $head.depth }, (_part, depth) => depth).every(depth => {
    const isInRow = $head.node(depth).type.name === "tableRow"; // its cells stand side by side
    return isInRow || $head.index(depth) === $head.node(depth).childCount - 1;
  });
}

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
  priority: 1000, // before the tables' own keys

  addKeyboardShortcuts() {
    return { ArrowDown: ({ editor }) => isAtTheEnd(editor.view) && beginParagraph(editor.view) };
  },

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
