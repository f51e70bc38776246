/** KaTeX, fetched once, when a page shows its first formula. */

type Renderer = typeof import("./katex_renderer");

let renderer: Promise<Renderer> | undefined;

function load(): Promise<Renderer> {
  renderer ??= import("./katex_renderer").catch((problem: unknown) => {
    renderer = undefined; // offline: the next formula tries again
    throw problem;
  });
  return renderer;
}

/** Draw `latex` into `element`; until KaTeX is there, or if it cannot read it, the source is shown. */
export async function drawFormula(element: HTMLElement, latex: string, block: boolean): Promise<boolean> {
  element.dataset["source"] = latex;
  if (!element.firstChild) element.textContent = latex;
  try {
    const { render } = await load();
    if (element.dataset["source"] !== latex) return true; // changed meanwhile
    element.toggleAttribute("data-wrong", !render(element, latex, block));
  } catch {
    element.textContent = latex;
  }
  return !element.hasAttribute("data-wrong");
}
