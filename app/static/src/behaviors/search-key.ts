/** Ctrl K (⌘ K) goes to the search box from anywhere. */
export function searchKey(element: HTMLElement): () => void {
  const input = element as HTMLInputElement;

  function focusSearch(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.defaultPrevented) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  }
  document.addEventListener("keydown", focusSearch);
  return () => document.removeEventListener("keydown", focusSearch);
}
