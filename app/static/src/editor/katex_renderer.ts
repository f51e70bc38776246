/** Split off: only pages with formulas fetch this module, the style sheet and the fonts. */
import katex from "katex";

const SHEET = "katex-sheet";

interface DrawnSign {
  attributes: Record<string, string>;
  toNode(): SVGElement;
}

/** KaTeX gives stretched signs their width as a `style` attribute, which our policy ignores: set the style itself. */
function styleWithoutAttributes(sign: DrawnSign): void {
  const draw = sign.toNode;
  sign.toNode = function (this: DrawnSign) {
    const { style, ...attributes } = this.attributes;
    this.attributes = attributes;
    const drawn = draw.call(this);
    if (style) drawn.style.cssText = style;
    return drawn;
  };
}

styleWithoutAttributes((katex as unknown as { __domTree: { SvgNode: { prototype: DrawnSign } } }).__domTree.SvgNode.prototype);

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
    return true;
  } catch {
    element.textContent = latex;
    return false;
  }
}
