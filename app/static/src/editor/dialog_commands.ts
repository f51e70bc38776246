/** Commands that ask something first: link, table, formula, picture, help. */
import type { Editor } from "@tiptap/core";
import { COMMANDS, type Command } from "./commands";
import { ask } from "./dialog";
import { hasBeenEntered, isInTable } from "./first_caret";
import { askFormula } from "./formula_dialog";
import { askLink } from "./link_dialog";
import { notice } from "./notice";
import type { Page } from "./page";
import { addPictures } from "./pictures";
import { insertProcessTable } from "./process/table";
import { askReadings } from "./ruby/dialog";
import { closeUndoStep } from "./undo_step";
import { leaveRoomBelow } from "./write_below";

const MOST = 30;

function count(values: FormData, name: string, otherwise: number): number {
  const number = Number.parseInt(String(values.get(name) ?? ""), 10);
  return Number.isFinite(number) ? Math.min(Math.max(number, 1), MOST) : otherwise;
}

/** Nobody has chosen a place yet: new things go below the text, not into its first cell. */
function beginAtEnd(editor: Editor): void {
  const { lastChild, content } = editor.state.doc;
  if (!lastChild?.isTextblock) editor.commands.insertContentAt(content.size, { type: "paragraph" });
  editor.commands.setTextSelection(editor.state.doc.content.size);
}

function deleteTable(page: Page, editor: Editor): void {
  closeUndoStep(editor); // so that one step back brings the table, and only the table, again
  COMMANDS["deleteTable"]?.run(editor, "");
  notice(page, page.text("tableDeleted"));
}

async function askTable(page: Page, editor: Editor): Promise<void> {
  const answer = await ask(page.find<HTMLDialogElement>("table-dialog"));
  if (!answer) return void editor.commands.focus();
  const { values } = answer;
  const size = { rows: count(values, "rows", 3), cols: count(values, "columns", 3) };
  if (!hasBeenEntered(editor)) beginAtEnd(editor);
  editor.chain().focus().insertTable({ ...size, withHeaderRow: values.get("header") !== null }).run();
  leaveRoomBelow(editor);
}

function addProcessTable(editor: Editor): void {
  if (!hasBeenEntered(editor)) beginAtEnd(editor);
  insertProcessTable(editor);
  leaveRoomBelow(editor);
}

export function dialogCommands(page: Page, editor: Editor): Readonly<Record<string, Command>> {
  const files = page.find<HTMLInputElement>("picture-file");
  for (const input of [files, page.find<HTMLInputElement>("camera-file")]) {
    input?.addEventListener("change", () => {
      addPictures(page, editor, [...(input.files ?? [])]);
      input.value = "";
    });
  }
  return {
    link: { run: () => void askLink(page, editor), active: () => editor.isActive("link") },
    table: { run: () => void askTable(page, editor), possible: () => !isInTable(editor) },
    deleteTable: {
      run: () => deleteTable(page, editor),
      possible: () => isInTable(editor),
    },
    formula: { run: () => void askFormula(page, editor) },
    processTable: { run: () => addProcessTable(editor), possible: () => !isInTable(editor) },
    ruby: { run: () => void askReadings(page, editor), active: () => editor.isActive("ruby") },
    picture: { run: () => files?.click() },
    camera: { run: () => page.find("camera-file")?.click() },
    help: { run: () => void ask(page.find<HTMLDialogElement>("help-dialog")) },
  };
}
