/** Ctrl K (⌘ K), or / where nobody is writing, goes to the search box from anywhere. */
export function searchKey(element: HTMLElement): () => void {
  const input = element as HTMLInputElement;

  function focusSearch(event: KeyboardEvent): void {
    if (event.defaultPrevented || !asksForSearch(event)) return;
    event.preventDefault();
    input.focus();
    input.select();
  }
  document.addEventListener("keydown", focusSearch);
  return () => document.removeEventListener("keydown", focusSearch);
}

function asksForSearch(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === "k";
  return event.key === "/" && !event.altKey && !event.isComposing && !isWriting(event.target);
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select, [role=textbox]"))
  );
}
