/** Asks with a `<dialog>` of the page. */

/** What was entered, or null if the person closed the dialog; `action` is the value of the button pressed. */
export function ask(
  dialog: HTMLDialogElement | null,
  fill: Record<string, string> = {},
): Promise<{ action: string; values: FormData } | null> {
  const form = dialog?.querySelector("form");
  if (!dialog || !form) return Promise.resolve(null);
  form.reset();
  for (const [name, value] of Object.entries(fill)) {
    const field = form.elements.namedItem(name);
    if (field && "value" in field) field.value = value;
  }
  dialog.returnValue = "";
  return new Promise(resolve => {
    dialog.addEventListener(
      "close",
      () => {
        const action = dialog.returnValue;
        resolve(action && action !== "cancel" ? { action, values: new FormData(form) } : null);
      },
      { once: true },
    );
    dialog.showModal();
    form.querySelector<HTMLElement>("[data-first]")?.focus();
  });
}
