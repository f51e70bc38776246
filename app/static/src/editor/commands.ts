/** What the buttons do, by the name in their `data-command`. */
import type { Editor } from "@tiptap/core";

export interface Command {
  run(editor: Editor, value: string): void;
  active?(editor: Editor): boolean;
  possible?(editor: Editor): boolean;
}

type Chain = ReturnType<Editor["chain"]>;

function step(change: (chain: Chain) => Chain, active?: string): Command {
  return {
    run: editor => void change(editor.chain().focus()).run(),
    possible: editor => change(editor.can().chain()).run(),
    ...(active ? { active: (editor: Editor) => editor.isActive(active) } : {}),
  };
}

/** Asking whether a list or heading could be made walks the document; whoever may write may do these. */
function always(change: (chain: Chain) => Chain, active?: string): Command {
  const { possible: _unasked, ...command } = step(change, active);
  return command;
}

const blockKind: Command = {
  run(editor, value) {
    const chain = editor.chain().focus();
    if (value === "paragraph") chain.setParagraph().run();
    else chain.setHeading({ level: Number(value) as 1 | 2 | 3 | 4 }).run();
  },
};

export const COMMANDS: Readonly<Record<string, Command>> = {
  undo: step(chain => chain.undo()),
  redo: step(chain => chain.redo()),
  bold: always(chain => chain.toggleBold(), "bold"),
  italic: always(chain => chain.toggleItalic(), "italic"),
  underline: always(chain => chain.toggleUnderline(), "underline"),
  strike: always(chain => chain.toggleStrike(), "strike"),
  code: always(chain => chain.toggleCode(), "code"),
  subscript: always(chain => chain.unsetSuperscript().toggleSubscript(), "subscript"),
  superscript: always(chain => chain.unsetSubscript().toggleSuperscript(), "superscript"),
  clear: always(chain => chain.unsetAllMarks()),
  block: blockKind,
  bulletList: always(chain => chain.toggleBulletList(), "bulletList"),
  orderedList: always(chain => chain.toggleOrderedList(), "orderedList"),
  taskList: always(chain => chain.toggleTaskList(), "taskList"),
  blockquote: always(chain => chain.toggleBlockquote(), "blockquote"),
  codeBlock: always(chain => chain.toggleCodeBlock(), "codeBlock"),
  rule: always(chain => chain.setHorizontalRule()),
  rowAbove: step(chain => chain.addRowBefore()),
  rowBelow: step(chain => chain.addRowAfter()),
  columnLeft: step(chain => chain.addColumnBefore()),
  columnRight: step(chain => chain.addColumnAfter()),
  deleteRow: step(chain => chain.deleteRow()),
  deleteColumn: step(chain => chain.deleteColumn()),
  mergeCells: step(chain => chain.mergeCells()),
  splitCell: step(chain => chain.splitCell()),
  headerRow: step(chain => chain.toggleHeaderRow(), "tableHeader"),
  deleteTable: step(chain => chain.deleteTable()),
};

/** The value of the block menu: `paragraph`, or the heading's level. */
export function blockKindOf(editor: Editor): string {
  const level: unknown = editor.getAttributes("heading")["level"];
  return editor.isActive("heading") && typeof level === "number" ? String(level) : "paragraph";
}
