/** A box around a table is a stop for the keyboard only while there is something to scroll. */
export function wideTable(box: HTMLElement): () => void {
  const label = box.getAttribute("aria-label") ?? "";
  const judge = (): void => {
    const scrolls = box.scrollWidth > box.clientWidth;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", label]] as const) {
      if (scrolls) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  };
  const watch = new ResizeObserver(judge);
  watch.observe(box);
  judge();
  return () => watch.disconnect();
}
