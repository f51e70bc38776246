/** The header wraps where it has many buttons: tell the style sheet where it ends, and where the tools end. */
export function measureHead(root: HTMLElement): () => void {
  const head = root.querySelector<HTMLElement>(".coedit-head");
  const tools = root.querySelector<HTMLElement>(".coedit-tools");
  const bar = root.querySelector<HTMLElement>(".coedit-bar");
  if (!head || typeof ResizeObserver === "undefined") return () => undefined;
  const measure = () => {
    const below = head.offsetHeight;
    root.style.setProperty("--head", `${below}px`);
    root.style.setProperty("--above", `${below + Math.max(tools?.offsetHeight ?? 0, bar?.offsetHeight ?? 0)}px`);
  };
  const observer = new ResizeObserver(measure);
  for (const element of [head, tools, bar]) if (element) observer.observe(element);
  return () => observer.disconnect();
}
