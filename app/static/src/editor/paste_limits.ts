/** How much may be pasted at once: less than one update of the room may hold, and what old computers still show. */

export const MOST_ROWS = 300; // of one table
const MOST_PARTS = 36_000; // the room reads at most 50,000 in one update
const MOST_BYTES = 500_000;
const MOST_LINES = 4_000;
const DEEPEST = 185; // the room refuses 200
const MOST_TABLES = 4; // one in the other: deeper ones no screen shows and no paper prints
const NESTING = "table, tr, td, th, ul, ol, li, blockquote";

/** About how many structs and values an element becomes in the shared text. */
const PARTS: Readonly<Record<string, number>> = {
  TD: 6, TH: 6, TR: 1, TABLE: 1, TBODY: 0, THEAD: 0, SPAN: 0, FONT: 0, DIV: 2, P: 2, LI: 2, UL: 1, OL: 3, IMG: 9, COLGROUP: 0, COL: 0,
};
const PARTS_OF_A_LOOK = 5;
const PARTS_OF_WORDS = 2;

export interface Cut {
  rows: { all: number; kept: number } | null; // of the longest table that was too long
  isCut: boolean; // everything from some place on
  isFlattened: boolean; // what was nested too deep is plain words
}

/** Where a text will stand in the document: how deep, and in how many tables. */
export interface Around {
  depth: number;
  tables: number;
}

/** Shortens `body` in place. */
export function cutToSize(body: HTMLElement, { depth, tables }: Around): Cut {
  const isUnfolded = unfoldTables(body, Math.max(1, MOST_TABLES - tables)); // cells go into cells everywhere
  const rows = cutTables(body);
  const isCut = cutEnd(body);
  return { rows, isCut, isFlattened: flatten(body, DEEPEST - depth) || isUnfolded };
}

export function cutWords(text: string): string {
  let end = Math.min(text.length, MOST_BYTES / 3);
  if (end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end -= 1;
  const lines = text.slice(0, end).split("\n");
  return lines.length > MOST_LINES ? lines.slice(0, MOST_LINES).join("\n") : text.slice(0, end);
}

/** Tables too deep in others leave the contents of their cells, one below the other. */
function unfoldTables(body: HTMLElement, most: number): boolean {
  const deep = [...body.querySelectorAll("table")].filter(table => tablesAround(table) >= most);
  for (const table of deep.reverse()) {
    const cells = [...table.rows].flatMap(row => [...row.cells]);
    const blocks = [...(table.caption ? [table.caption] : []), ...cells].map(part => {
      const block = table.ownerDocument.createElement("div");
      block.append(...part.childNodes);
      return block;
    });
    table.replaceWith(...blocks);
  }
  return deep.length > 0;
}

function tablesAround(table: Element): number {
  let count = 0;
  for (let above = table.parentElement?.closest("table"); above; above = above.parentElement?.closest("table")) count += 1;
  return count;
}

function cutTables(body: HTMLElement): Cut["rows"] {
  let longest: Cut["rows"] = null;
  for (const table of body.querySelectorAll("table")) {
    const rows = [...table.rows];
    if (rows.length <= MOST_ROWS) continue;
    rows.slice(MOST_ROWS).forEach(row => row.remove());
    if (!longest || longest.all < rows.length) longest = { all: rows.length, kept: MOST_ROWS };
  }
  return longest;
}

/** Removes everything behind the last block for which there is room. */
function cutEnd(body: HTMLElement): boolean {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  let [parts, bytes] = [0, 0];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof Element) parts += PARTS[node.tagName] ?? PARTS_OF_A_LOOK;
    else {
      const words = node.nodeValue ?? "";
      if (words.trim()) parts += PARTS_OF_WORDS;
      bytes += words.length * 3;
      if (bytes > MOST_BYTES && words.length * 3 > MOST_BYTES / 2) {
        node.nodeValue = cutWords(words.slice(0, Math.max(0, words.length - (bytes - MOST_BYTES) / 3)));
        removeBehind(node, body);
        return true;
      }
    }
    if (parts <= MOST_PARTS && bytes <= MOST_BYTES) continue;
    const last = blockOf(node) ?? node;
    removeBehind(last, body);
    last.parentNode?.removeChild(last);
    return true;
  }
  return false;
}

/** No half rows, and no half words. */
function blockOf(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest("tr") ?? element?.closest("li, p, h1, h2, h3, h4, h5, h6") ?? null;
}

function removeBehind(place: Node, body: HTMLElement): void {
  for (let node: Node | null = place; node && node !== body; node = node.parentNode) {
    while (node.nextSibling) node.nextSibling.remove();
  }
}

function flatten(body: HTMLElement, most: number): boolean {
  let isFlattened = false;
  for (const element of [...body.querySelectorAll<HTMLElement>(NESTING)]) {
    if (!body.contains(element) || depthOf(element, body) <= most) continue;
    const whole = (element.matches("tr, td, th") && element.closest("table")) || element;
    const words = element.ownerDocument.createElement("p");
    words.textContent = wordsOf(whole);
    whole.replaceWith(words);
    isFlattened = true;
  }
  return isFlattened;
}

function depthOf(element: Element, body: HTMLElement): number {
  let depth = 0;
  for (let above: Element | null = element; above && above !== body; above = above.parentElement) {
    if (above.matches(NESTING)) depth += 1;
  }
  return depth;
}

function wordsOf(element: Element): string {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const words: string[] = [];
  while (walker.nextNode()) words.push((walker.currentNode.nodeValue ?? "").trim());
  return words.filter(Boolean).join(" ");
}
