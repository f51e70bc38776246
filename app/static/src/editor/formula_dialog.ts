/** Write or change a formula, with a preview. */
import type { Editor } from "@tiptap/core";
import type { Node as ContentNode } from "@tiptap/pm/model";
import { NodeSelection } from "@tiptap/pm/state";
import { tellCaretAnew, withCaretBehind } from "./caret_behind";
import { ask } from "./dialog";
import { drawFormula } from "./formula_drawing";
import type { EditFormula } from "./math_nodes";
import type { Page } from "./page";

interface Formula {
  latex: string;
  block: boolean;
}

async function ponder(page: Page, before: Formula, isNew: boolean): Promise<Formula | "remove" | null> {
  const dialog = page.find<HTMLDialogElement>("formula-dialog");
  const source = dialog?.querySelector<HTMLTextAreaElement>('[name="latex"]');
  const block = dialog?.querySelector<HTMLInputElement>('[name="block"]');
  const preview = page.find("formula-preview");
  const wrong = page.find("formula-wrong");
  const draw = async () => {
    if (!preview || !source) return;
    const latex = source.value.trim();
    const readable = latex === "" || (await drawFormula(preview, latex, block?.checked ?? false));
    if (latex === "") preview.replaceChildren();
    if (wrong) wrong.hidden = readable;
  };
  const redraw = () => void draw();
  const offer = (event: Event) => {
    const sample = (event.target as Element).closest<HTMLElement>("[data-latex]")?.dataset["latex"];
    if (sample && source) {
      source.setRangeText(sample, source.selectionStart, source.selectionEnd, "end");
      source.focus();
      redraw();
    }
  };
  const insert = (event: KeyboardEvent) => {
    if (!inserts(event, block?.checked ?? false) || !source?.value.trim()) return;
    event.preventDefault();
    source.form?.requestSubmit(source.form.querySelector<HTMLButtonElement>('[value="set"]'));
  };
  dialog?.toggleAttribute("data-marked", !isNew);
  dialog?.addEventListener("input", redraw);
  source?.addEventListener("keydown", insert);
  dialog?.addEventListener("click", offer);
  const asked = ask(dialog, { latex: before.latex });
  if (block) block.checked = before.block;
  redraw();
  const answer = await asked;
  dialog?.removeEventListener("input", redraw);
  source?.removeEventListener("keydown", insert);
  dialog?.removeEventListener("click", offer);
  if (answer?.action === "remove") return "remove";
  const latex = String(answer?.values.get("latex") ?? "").trim();
  return answer && latex ? { latex, block: answer.values.get("block") !== null } : null;
}

/** Enter ends a formula inside a line; one that stands alone may have several lines, so it takes Ctrl or ⌘. */
function inserts(event: KeyboardEvent, block: boolean): boolean {
  if (event.key !== "Enter" || event.isComposing || event.shiftKey) return false;
  return !block || event.ctrlKey || event.metaKey;
}

/** A new formula where the caret is. */
export async function askFormula(page: Page, editor: Editor): Promise<void> {
  const { selection } = editor.state;
  if (selection instanceof NodeSelection && selection.node.type.name.endsWith("Math")) {
    return change(page, editor, selection.from, selection.node);
  }
  const chosen = editor.state.doc.textBetween(selection.from, selection.to, " ");
  const formula = await ponder(page, { latex: chosen, block: false }, true);
  const chain = editor.chain().focus();
  if (formula && formula !== "remove") insertAndGoOn(editor, chain.insertContent(contentOf(formula)));
  else chain.run();
}

/** The chain puts the focus back with the next frame only; keys pressed before it would be lost. */
function insertAndGoOn(editor: Editor, chain: ReturnType<Editor["chain"]>): void {
  chain.command(({ tr }) => (withCaretBehind(tr), true)).run();
  editor.view.focus();
  tellCaretAnew(editor.view);
}

function contentOf({ latex, block }: Formula, more: object = {}): { type: string; attrs: { latex: string } } {
  return { type: block ? "blockMath" : "inlineMath", attrs: { ...more, latex } };
}

async function change(page: Page, editor: Editor, position: number, node: ContentNode): Promise<void> {
  const before = { latex: String(node.attrs["latex"]), block: node.type.name === "blockMath" };
  // Others go on writing while the dialog is open: follow the formula by its mapped place.
  let at = position;
  const follow = ({ transaction }: { transaction: { mapping: { map(position: number): number } } }) => {
    at = transaction.mapping.map(at);
  };
  editor.on("transaction", follow);
  const formula = await ponder(page, before, false);
  editor.off("transaction", follow);
  const there = editor.state.doc.nodeAt(at);
  const chain = editor.chain().focus();
  if (!formula || there?.type !== node.type) return void chain.run();
  const range = { from: at, to: at + there.nodeSize };
  if (formula === "remove") chain.deleteRange(range).run();
  else insertAndGoOn(editor, chain.insertContentAt(range, contentOf(formula, there.attrs))); // whose suggestion it is, it stays
}

export function editFormula(page: Page): EditFormula {
  return (editor, position, node) => void change(page, editor, position, node);
}
