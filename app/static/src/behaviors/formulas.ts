/** Draws the formulas of a text to read. KaTeX is fetched only where there are some; without it LaTeX is read. */
import { drawFormula } from "../editor/formula_drawing";

export function formulas(text: HTMLElement): () => void {
  for (const formula of text.querySelectorAll<HTMLElement>("[data-latex]")) {
    void drawFormula(formula, formula.dataset["latex"] ?? "", formula.dataset["type"] === "block-math");
  }
  return () => undefined;
}
