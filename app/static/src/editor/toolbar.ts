/** Binds a row of real buttons to the editor: pressed states, and one tab stop with arrow keys inside. */
import type { Editor } from "@tiptap/core";
import { blockKindOf, COMMANDS, type Command } from "./commands";
import { isInTable } from "./first_caret";
import { rove, type Control } from "./roving";

export function bindToolbar(
  bar: HTMLElement | null,
  editor: Editor,
  extra: Readonly<Record<string, Command>>,
): () => void {
  if (!bar) return () => undefined;
  const controls = [...bar.querySelectorAll<Control>("[data-command]")];
  const commands = { ...COMMANDS, ...extra };
  const commandOf = (control: Control) => commands[control.dataset["command"] ?? ""];

  const act = (event: Event) => {
    const control = (event.target as Element).closest<Control>("[data-command]");
    if (!control || control.getAttribute("aria-disabled") === "true") return;
    if (event.type === "click" && control instanceof HTMLSelectElement) return;
    commandOf(control)?.run(editor, control.value);
  };
  const keepFocus = (event: Event) => {
    if ((event.target as Element).closest("button")) event.preventDefault();
  };

  let planned = 0;
  const refresh = () => {
    planned = 0;
    if (bar.dataset["coedit"] === "table-tools") bar.hidden = !isInTable(editor) || !editor.isEditable;
    if (!bar.hidden) controls.forEach(control => paint(control, commandOf(control), editor));
  };
  const plan = () => {
    planned ||= requestAnimationFrame(refresh);
  };

  bar.addEventListener("click", act);
  bar.addEventListener("change", act);
  bar.addEventListener("mousedown", keepFocus);
  const releaseKeys = rove(bar, controls, () => void editor.commands.focus());
  editor.on("transaction", plan);
  editor.on("update", plan);
  editor.on("focus", plan);
  refresh();
  return () => {
    bar.removeEventListener("click", act);
    bar.removeEventListener("change", act);
    bar.removeEventListener("mousedown", keepFocus);
    releaseKeys();
    cancelAnimationFrame(planned);
    editor.off("transaction", plan);
    editor.off("update", plan);
    editor.off("focus", plan);
  };
}

function paint(control: Control, command: Command | undefined, editor: Editor): void {
  const possible = editor.isEditable && (command?.possible?.(editor) ?? true);
  set(control, "aria-disabled", String(!possible && control.dataset["command"] !== "help"));
  if (control instanceof HTMLSelectElement) {
    control.disabled = !possible;
    control.value = blockKindOf(editor);
  } else if (command?.active) {
    set(control, "aria-pressed", String(command.active(editor)));
  }
}

function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
