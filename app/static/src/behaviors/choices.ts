/** Whoever fills in something below one of several choices means that choice: a chosen file presses its button in. */
export function choices(fieldset: HTMLElement): () => void {
  function press(event: Event): void {
    const control = event.target;
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement) || control.type === "radio") return;
    const radio = control.closest(".choice")?.querySelector<HTMLInputElement>("input[type=radio]");
    if (radio && control.value) radio.checked = true;
  }
  fieldset.addEventListener("change", press);
  return () => fieldset.removeEventListener("change", press);
}
