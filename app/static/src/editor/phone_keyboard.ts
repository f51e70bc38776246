/** A phone's keyboard covers what is fixed to the window's end: tell the style sheet how much. */
export function liftAboveKeyboard(root: HTMLElement): () => void {
  const seen = window.visualViewport;
  if (!seen) return () => undefined;
  const measure = () => {
    const covered = Math.max(0, window.innerHeight - seen.height - seen.offsetTop);
    root.style.setProperty("--keyboard", `${Math.round(covered)}px`);
  };
  seen.addEventListener("resize", measure);
  seen.addEventListener("scroll", measure);
  return () => {
    seen.removeEventListener("resize", measure);
    seen.removeEventListener("scroll", measure);
  };
}
