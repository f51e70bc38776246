/** Draws what walk() found, as the reading page would, with marks of what changed and by whom. */
import { drawFormula } from "../editor/formula_drawing";
import { ADOPTED, DELETION, INSERTION, SUGGESTION_ATTRIBUTE } from "../editor/suggesting/names";
import { isBlock, type Block, type Part, type Run, type Values } from "./parts";
import type { Writers } from "./writers";

export interface Manner {
  writers: Writers;
  /** Colour all words by their author; otherwise only what changed. */
  authors: boolean;
  told(part: Part): string;
}

const TAGS: Record<string, string> = {
  paragraph: "p", bulletList: "ul", orderedList: "ol", listItem: "li", taskList: "ul", taskItem: "li",
  blockquote: "blockquote", codeBlock: "pre", horizontalRule: "hr", hardBreak: "br", image: "img", tableRow: "tr",
  tableHeader: "th", tableCell: "td", inlineMath: "span", blockMath: "div",
};
const MARK_TAGS: Record<string, string> = {
  bold: "strong", italic: "em", underline: "u", strike: "s", code: "code", subscript: "sub", superscript: "sup", link: "u",
};
const SUGGESTED: Record<string, [tag: string, look: string]> = {
  [INSERTION]: ["ins", "suggested-insertion"],
  [DELETION]: ["del", "suggested-deletion"],
  [ADOPTED]: ["span", "adopted"],
};

const LOOKS: Record<string, string[]> = { insert: ["suggested-insertion"], delete: ["suggested-deletion"], [ADOPTED]: ["adopted"] };

export function drawBlocks(blocks: readonly Block[], manner: Manner): HTMLElement[] {
  return blocks.map(block => drawBlock(block, manner));
}

function drawBlock(block: Block, manner: Manner): HTMLElement {
  if (block.name === "table") return drawTable(block, manner);
  const level = Math.min(4, Math.max(1, Number(block.attrs["level"]) || 1));
  const element = document.createElement(block.name === "heading" ? `h${level}` : (TAGS[block.name] ?? "div"));
  fill(element, block, manner);
  suggest(element, block);
  mark(element, block, manner);
  return element;
}

function fill(element: HTMLElement, block: Block, manner: Manner): void {
  const { attrs, name } = block;
  if (name === "image") return picture(element as HTMLImageElement, attrs);
  if (name === "inlineMath" || name === "blockMath") {
    void drawFormula(element, String(attrs["latex"] ?? ""), name === "blockMath");
    return;
  }
  span(element, "colspan", attrs["colspan"]);
  span(element, "rowspan", attrs["rowspan"]);
  let place: HTMLElement = element;
  if (name === "taskItem") {
    const done = attrs["checked"] === true;
    element.dataset["checked"] = String(done);
    const box = document.createElement("span");
    box.className = "task-box";
    box.textContent = done ? "☑" : "☐";
    place = document.createElement("div");
    element.append(box, place);
  }
  if (name === "taskList") element.dataset["type"] = "taskList";
  place.append(...block.content.map(part => (isBlock(part) ? drawBlock(part, manner) : drawRun(part, manner))));
  if (!place.firstChild && name !== "hardBreak" && name !== "horizontalRule") place.append(document.createElement("br"));
}

function drawTable(block: Block, manner: Manner): HTMLElement {
  const wrap = document.createElement("div");
  wrap.className = "table-wrap";
  const body = document.createElement("tbody");
  body.append(...block.content.filter(isBlock).map(row => drawBlock(row, manner)));
  const table = document.createElement("table");
  table.append(body);
  wrap.append(table);
  suggest(wrap, block);
  mark(wrap, block, manner);
  return wrap;
}

function drawRun(run: Run, manner: Manner): Node {
  let inner: Node = document.createTextNode(run.words);
  for (const name of Object.keys(run.marks)) {
    const kind = name.replace(/--.{8}$/, "");
    const [tag, look] = SUGGESTED[kind] ?? [MARK_TAGS[kind], ""];
    if (!tag) continue;
    const outer = document.createElement(tag);
    outer.className = look;
    outer.append(inner);
    inner = outer;
  }
  const isChanged = run.kind !== "kept" || run.other !== 0;
  if (!isChanged && !manner.authors) return inner;
  const shown = document.createElement(run.kind === "added" ? "ins" : run.kind === "gone" ? "del" : "span");
  const who = run.kind === "kept" ? (run.other || run.by) : run.kind === "gone" ? run.other : run.by;
  shown.className = `by ${manner.writers.colour(who)}${run.kind === "kept" && run.other ? " reformatted" : ""}`;
  shown.title = manner.told(run);
  if (isChanged) {
    shown.dataset["change"] = run.kind;
    shown.tabIndex = -1;
  }
  shown.append(inner);
  return shown;
}

/** A paragraph shows by its words what became of it; what has none shows it by itself. */
function mark(element: HTMLElement, block: Block, manner: Manner): void {
  const isChanged = block.kind !== "kept" || block.other !== 0;
  if (!isChanged) return;
  element.dataset["block"] = block.kind;
  if (block.content.length > 0 && block.name !== "table" && block.name !== "tableRow") return;
  element.classList.add("by", ...manner.writers.colour(block.kind === "gone" ? block.other : block.by).split(" "));
  element.dataset["change"] = block.kind;
  element.title = manner.told(block);
  element.tabIndex = -1;
}

/** What is suggested as a whole: a row, a picture, a formula. Of a paragraph it is only where it begins. */
function suggest(element: HTMLElement, { name, attrs }: Block): void {
  if (["paragraph", "heading", "codeBlock"].includes(name)) return;
  const signs = String(attrs[SUGGESTION_ATTRIBUTE] ?? "").split(" ").map(sign => sign.split(":")[0] ?? "");
  for (const sign of signs) element.classList.add(...(LOOKS[sign] ?? []));
}

function span(element: HTMLElement, name: string, value: unknown): void {
  const number = Math.floor(Number(value));
  if (number > 1 && number <= 1000) element.setAttribute(name, String(number));
}

/** Only our own pictures: an address in a text must not make the page fetch from anywhere. */
function picture(element: HTMLImageElement, attrs: Values): void {
  const src = String(attrs["src"] ?? "");
  element.alt = String(attrs["alt"] ?? "");
  if (/^\/documents\/\d+\/images\/[0-9a-f]{64}$/.test(src)) element.src = src;
}
