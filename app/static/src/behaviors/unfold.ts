/** A link to the whole text unfolds it in place instead; it is gone where nothing is folded. */
export function unfold(link: HTMLElement): () => void {
  const folded = document.getElementById(link.getAttribute("aria-controls") ?? "");
  if (!folded) return () => undefined;
  const open = (): void => {
    folded.dataset["open"] = "";
    link.hidden = true;
  };
  const press = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
    folded.focus({ preventScroll: true }); // the link is gone: reading goes on in the text
  };
  const judge = (): void => {
    if (!("open" in folded.dataset)) link.hidden = folded.scrollHeight <= folded.clientHeight;
  };
  const watch = new ResizeObserver(judge);
  watch.observe(folded);
  for (const child of folded.children) watch.observe(child); // pictures and formulas come late
  folded.addEventListener("focusin", open);
  link.addEventListener("click", press);
  return () => {
    watch.disconnect();
    folded.removeEventListener("focusin", open);
    link.removeEventListener("click", press);
  };
}
