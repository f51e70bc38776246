/** Where the tabs do not all fit, the one that is open is in sight. */
export function tabs(bar: HTMLElement): () => void {
  const current = bar.querySelector<HTMLElement>("[aria-current]");
  if (current) bar.scrollLeft = current.offsetLeft - bar.offsetLeft - (bar.clientWidth - current.offsetWidth) / 2;
  return () => undefined;
}
