/** Everything around the paper: tools, outline, dialogs. */
import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import { wakeLabels } from "./carets";
import { dialogCommands } from "./dialog_commands";
import { measureHead } from "./head_height";
import { bindOutline } from "./outline";
import type { Page } from "./page";
import { liftAboveKeyboard } from "./phone_keyboard";
import { openStage } from "./presenting/stage";
import { foldTableTools } from "./table_tools";
import { bindToolbar } from "./toolbar";

export function bindInterface(page: Page, editor: Editor, awareness: Awareness): () => void {
  const extra = dialogCommands(page, editor);
  const releases = [
    bindToolbar(page.find("toolbar"), editor, extra),
    bindToolbar(page.find("table-tools"), editor, extra),
    foldTableTools(page),
    bindOutline(page, editor, awareness),
    wakeLabels(editor.view.dom, awareness),
  ];
  if (page.find("stage")) releases.push(openStage(page, editor, awareness));
  const toTools = (event: KeyboardEvent) => {
    if (!event.altKey || event.key !== "F10") return;
    event.preventDefault();
    page.find("toolbar")?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  };
  const toText = (event: Event) => {
    if (!editor.isEditable) return;
    event.preventDefault();
    editor.commands.focus();
  };
  editor.view.dom.addEventListener("keydown", toTools);
  page.find("skip")?.addEventListener("click", toText);
  releases.push(() => page.find("skip")?.removeEventListener("click", toText));
  releases.push(() => editor.view.dom.removeEventListener("keydown", toTools), liftAboveKeyboard(page.root), measureHead(page.root));
  return () => releases.forEach(release => release());
}
