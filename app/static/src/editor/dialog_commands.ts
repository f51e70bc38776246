/** Commands that ask something first: link, table, formula, picture, help. */
import type { Editor } from "@tiptap/core";
import type { Command } from "./commands";
import { ask } from "./dialog";
import { askFormula } from "./formula_dialog";
import { askLink } from "./link_dialog";
import type { Page } from "./page";
import { addPictures } from "./pictures";

const MOST = 30;

function count(values: FormData, name: string, otherwise: number): number {
  const number = Number.parseInt(String(values.get(name) ?? ""), 10);
  return Number.isFinite(number) ? Math.min(Math.max(number, 1), MOST) : otherwise;
}

async function askTable(page: Page, editor: Editor): Promise<void> {
  const answer = await ask(page.find<HTMLDialogElement>("table-dialog"));
  if (!answer) return void editor.commands.focus();
  const { values } = answer;
  const size = { rows: count(values, "rows", 3), cols: count(values, "columns", 3) };
  editor.chain().focus().insertTable({ ...size, withHeaderRow: values.get("header") !== null }).run();
}

export function dialogCommands(page: Page, editor: Editor): Readonly<Record<string, Command>> {
  const files = page.find<HTMLInputElement>("picture-file");
  files?.addEventListener("change", () => {
    addPictures(page, editor, [...(files.files ?? [])]);
    files.value = "";
  });
  return {
    link: { run: () => void askLink(page, editor), active: () => editor.isActive("link") },
    table: { run: () => void askTable(page, editor), possible: () => !editor.isActive("table") },
    formula: { run: () => void askFormula(page, editor) },
    picture: { run: () => files?.click() },
    help: { run: () => void ask(page.find<HTMLDialogElement>("help-dialog")) },
  };
}
