/** Word pastes its lists as paragraphs that look like lists: make them lists again. */

/** Where `paste.ts` keeps what stood in `style`. */
export const LOOK = "data-look";

interface Entry {
  level: number;
  ordered: boolean;
  start: number;
}

const LEVEL = /mso-list:\s*\S*\s*level(\d)/i;
const NUMBER = /^[((]?\s*(\d+|[a-z]|[ivx]+|[一二三四五六七八九十]+)\s*[.)、.))]/i;

function entryOf(element: Element): Entry | null {
  const style = element.getAttribute(LOOK) ?? "";
  const level = LEVEL.exec(style);
  if (!level) return null;
  const marker = markerOf(element);
  const number = NUMBER.exec((marker?.textContent ?? "").trim());
  marker?.remove();
  return { level: Number(level[1]), ordered: number !== null, start: Number.parseInt(number?.[1] ?? "1", 10) || 1 };
}

function markerOf(paragraph: Element): Element | null {
  const spans = [...paragraph.querySelectorAll(`span[${LOOK}]`)];
  return spans.find(span => /mso-list:\s*ignore/i.test(span.getAttribute(LOOK) ?? "")) ?? null;
}

export function listsFromWord(body: HTMLElement): void {
  let open: { list: HTMLElement; level: number }[] = [];
  let last: Element | null = null;
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const entry = /^P$/.test(paragraph.tagName) ? entryOf(paragraph) : null;
    if (!entry) {
      open = [];
      continue;
    }
    if (last?.nextElementSibling !== paragraph) open = [];
    open = open.filter(({ level }) => level <= entry.level);
    const here = open[open.length - 1];
    const list = here?.level === entry.level ? here.list : begin(entry, here?.list ?? null, paragraph);
    if (here?.list !== list) open.push({ list, level: entry.level });
    const item = body.ownerDocument.createElement("li");
    const words = body.ownerDocument.createElement("p");
    words.append(...paragraph.childNodes);
    item.append(words);
    list.append(item);
    paragraph.remove();
    last = open[0]?.list ?? null;
  }
}

/** A list in place of its first paragraph, or inside the last item of the list above it. */
function begin({ ordered, start }: Entry, above: HTMLElement | null, paragraph: Element): HTMLElement {
  const list = paragraph.ownerDocument.createElement(ordered ? "ol" : "ul");
  if (ordered && start > 1) list.setAttribute("start", String(start));
  if (above?.lastElementChild) above.lastElementChild.append(list);
  else paragraph.before(list);
  return list;
}
