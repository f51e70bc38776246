/** Everything around the paper: tools, outline, dialogs. */
import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import { wakeLabels } from "./carets";
import { dialogCommands } from "./dialog_commands";
import { bindOutline } from "./outline";
import type { Page } from "./page";
import { bindToolbar } from "./toolbar";

export function bindInterface(page: Page, editor: Editor, awareness: Awareness): () => void {
  const extra = dialogCommands(page, editor);
  const releases = [
    bindToolbar(page.find("toolbar"), editor, extra),
    bindToolbar(page.find("table-tools"), editor, extra),
    bindOutline(page, editor),
    wakeLabels(editor.view.dom, awareness),
  ];
  return () => releases.forEach(release => release());
}
