/** Every local change passes here: in the suggesting mode it becomes a suggestion, else it stays free of them. */
import { Extension, type Editor } from "@tiptap/core";
import { Mark } from "@tiptap/pm/model";
import { Plugin, TextSelection, type EditorState, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { sectionAtBorder } from "../sections/borders";
import type { Belongings } from "./belongings";
import { backspaceAtStart, backspaceOverSelection, deleteAtEnd } from "./boundary_keys";
import { Clipboard } from "./clipboard";
import { NotSuggestible } from "./deleting";
import { ownWordsOnly } from "./free";
import { keepOldLooks } from "./looks";
import { DECISION, INSERTION, SUGGESTION_MARKS } from "./names";
import type { Mode } from "./mode";
import { suggested } from "./rewriting";
import { behindStruck } from "./slices";
import { allKeys } from "./deciding";
import { keyAt } from "./tokens";

function isFromElsewhere(tr: Transaction): boolean {
  const sync = tr.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
  return sync?.isChangeOrigin === true || tr.getMeta(DECISION) === true;
}

/** A shortcut such as `# ` that cannot be suggested is typed as it is. */
function typedPlainly(state: EditorState, tr: Transaction): Transaction | null {
  const { meta } = tr as unknown as { meta: Record<string, unknown> };
  for (const value of Object.values(meta)) {
    const rule = value as { transform?: unknown; from?: unknown; to?: unknown; text?: unknown } | null;
    if (rule?.transform && typeof rule.text === "string" && typeof rule.from === "number" && typeof rule.to === "number") {
      return state.tr.insertText(rule.text, rule.from, rule.to);
    }
  }
  return null;
}

function rewritten(state: EditorState, tr: Transaction, mode: Mode, carried: Belongings): Transaction {
  try {
    return suggested(state, tr, mode, carried);
  } catch (error) {
    const plain = error instanceof NotSuggestible ? typedPlainly(state, tr) : null;
    if (!plain) throw error;
    return suggested(state, plain, mode);
  }
}

/** So that an input method begins inside the mark and is not disturbed by it. */
function storedFor(state: EditorState, mode: Mode): readonly Mark[] | null {
  const { selection, schema, doc } = state;
  const type = schema.marks[INSERTION];
  if (!type || !(selection instanceof TextSelection) || !selection.empty) return null;
  const { $head } = selection;
  if (!$head.parent.inlineContent) return null;
  const looks = (state.storedMarks ?? $head.marks()).filter(mark => !(SUGGESTION_MARKS as readonly string[]).includes(mark.type.name));
  return type.create({ key: keyAt(doc, $head.pos, $head.pos, mode) }).addToSet(looks);
}

/** Before an input method begins: once it writes into struck words, it is not to be disturbed (rewriting.ts). */
function leaveStruck(view: EditorView, { key, keyCode }: KeyboardEvent, mode: Mode): void {
  const { selection, doc, tr } = view.state;
  if (keyCode !== 229 || key === "Unidentified" || view.composing || !selection.empty) return; // a phone's may delete
  const place = behindStruck(doc, selection.head, mode);
  if (place !== selection.head) view.dispatch(tr.setSelection(TextSelection.create(doc, place)));
}

export function suggesting(mode: Mode, refuse: (sentence: string) => void) {
  const clipboard = new Clipboard();
  const run = (editor: Editor, key: (state: EditorState) => Transaction | null, forward: boolean) => {
    if (!mode.suggesting || !editor.isEditable || sectionAtBorder(editor.state, forward)) return false;
    const tr = key(editor.state);
    if (tr) editor.view.dispatch(tr.scrollIntoView());
    return tr !== null;
  };
  return Extension.create({
    name: "suggesting",
    priority: 1_200,
    dispatchTransaction({ transaction, next }) {
      if (!transaction.docChanged || isFromElsewhere(transaction)) return next(transaction);
      if (!mode.suggesting) {
        keepOldLooks(transaction);
        ownWordsOnly(transaction, clipboard.carried);
        return next(transaction);
      }
      try {
        const mine = rewritten(this.editor.state, transaction, mode, clipboard.carried);
        if (allKeys(mine.doc).has(mode.next())) mode.spend(mode.next());
        next(mine);
      } catch (error) {
        if (!(error instanceof NotSuggestible)) throw error;
        refuse(error.message);
      }
    },
    addKeyboardShortcuts() {
      return {
        Backspace: () => run(this.editor, state => backspaceOverSelection(state) ?? backspaceAtStart(state), false),
        Delete: () => run(this.editor, deleteAtEnd, true),
      };
    },
    addProseMirrorPlugins() {
      let composing = () => false;
      return [
        clipboard.plugin(),
        new Plugin({
          view(view) {
            composing = () => view.composing;
            return {};
          },
          appendTransaction(_transactions, _before, state) {
            const marks = mode.suggesting && !composing() ? storedFor(state, mode) : null;
            return marks && !Mark.sameSet(marks, state.storedMarks ?? Mark.none) ? state.tr.setStoredMarks(marks) : null;
          },
          props: {
            handleDOMEvents: {
              compositionstart(view) {
                if (mode.suggesting && !view.state.selection.empty) view.dispatch(view.state.tr.deleteSelection());
                return false;
              },
              keydown(view, event) {
                if (mode.suggesting) leaveStruck(view, event, mode);
                return false;
              },
            },
          },
        }),
      ];
    },
  });
}
