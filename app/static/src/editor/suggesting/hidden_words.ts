/**
 * Before and behind words that are hidden (looks.ts) a caret stands at the same place to the eye. Chromium would take two
 * keys to get over them, and stay where it is: so it stands before them, and goes over them with the next sign.
 */
import { Extension } from "@tiptap/core";
import { Plugin, TextSelection, type EditorState, type Transaction } from "@tiptap/pm/state";
import { lookChanges, type LookChange } from "./looks";

const KEYS = ["ArrowLeft", "ArrowRight", "Delete"];

/** Whose old words the caret, or the moving end of a selection, stands at. */
function changeAt({ doc, selection }: EditorState): LookChange | undefined {
  if (!(selection instanceof TextSelection)) return undefined;
  const { head } = selection;
  return lookChanges(doc, head, head).find(({ from, at }) => from <= head && head <= at);
}

function caretBefore(state: EditorState): Transaction | null {
  const change = state.selection.empty ? changeAt(state) : undefined;
  return change && state.selection.head > change.from ? headTo(state, change.from, false) : null;
}

function headTo({ tr, doc, selection, storedMarks }: EditorState, place: number, extend: boolean): Transaction {
  return tr.setSelection(TextSelection.create(doc, extend ? selection.anchor : place, place)).setStoredMarks(storedMarks);
}

function withoutOthers({ ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return !(ctrlKey || altKey || metaKey);
}

function endOfSign({ doc }: EditorState, { at, size }: LookChange): number {
  const [sign = ""] = doc.textBetween(at, at + size);
  return at + sign.length;
}

function deletion(state: EditorState, change: LookChange): Transaction {
  return state.tr.delete(change.at, endOfSign(state, change));
}

/** Behind the first sign of the copy: left to itself Chromium would take what is hidden along. */
function backspace({ tr, doc, selection }: EditorState): Transaction | null {
  if (!(selection instanceof TextSelection) || !selection.empty) return null;
  const [sign = ""] = [...doc.textBetween(selection.$head.start(), selection.head)].slice(-1);
  const place = selection.head - sign.length;
  return lookChanges(doc, place, place).some(({ at }) => at === place) ? tr.delete(place, selection.head) : null;
}

function move(state: EditorState, change: LookChange, { key, shiftKey }: KeyboardEvent): Transaction | null {
  const place = key === "ArrowRight" ? endOfSign(state, change) : change.from;
  return place === state.selection.head ? null : headTo(state, place, shiftKey);
}

export const hiddenWords = Extension.create({
  name: "hiddenWords",
  addProseMirrorPlugins() {
    let composing = () => false;
    return [
      new Plugin({
        view(view) {
          composing = () => view.composing;
          return {};
        },
        appendTransaction: (_transactions, _before, state) => (composing() ? null : caretBefore(state)),
        props: {
          handleKeyDown(view, event) {
            const { state } = view;
            const back = event.key === "Backspace" && withoutOthers(event) ? backspace(state) : null;
            if (back) view.dispatch(back.scrollIntoView());
            if (back) return true;
            const change = KEYS.includes(event.key) && withoutOthers(event) ? changeAt(state) : undefined;
            if (!change || (!state.selection.empty && (event.key === "Delete" || !event.shiftKey))) return false;
            const tr = event.key === "Delete" ? deletion(state, change) : move(state, change, event);
            if (tr) view.dispatch(tr.scrollIntoView());
            return event.key !== "ArrowLeft"; // that one goes on from before them
          },
        },
      }),
    ];
  },
});
