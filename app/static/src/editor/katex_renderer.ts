/** Split off: only pages with formulas fetch this module, the style sheet and the fonts. */
import katex from "katex";

const SHEET = "katex-sheet";

function loadSheet(): void {
  const address = document.querySelector<HTMLElement>("[data-katex-css]")?.dataset["katexCss"];
  if (!address || document.getElementById(SHEET)) return;
  const sheet = document.createElement("link");
  Object.assign(sheet, { id: SHEET, rel: "stylesheet", href: address });
  document.head.append(sheet);
}

/** Whether the formula could be read; if not, its source is shown. */
export function render(element: HTMLElement, latex: string, block: boolean): boolean {
  loadSheet();
  try {
    katex.render(latex, element, { displayMode: block, throwOnError: true, strict: "ignore", trust: false, maxSize: 40 });
  } catch {
    element.textContent = latex;
    return false;
  }
  // KaTeX sets the width of stretched signs as an attribute, which a strict policy ignores.
  for (const drawn of element.querySelectorAll<SVGElement>("svg[style]")) {
    drawn.style.cssText = drawn.getAttribute("style") ?? "";
  }
  return true;
}
