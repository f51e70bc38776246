/** What comes from Word, WPS or a web page, reduced to what a document may contain. */
import { listsFromWord, LOOK } from "./paste_lists";
import { cutToSize, type Around, type Cut } from "./paste_limits";
import { takePictures, type Beside, type Pictures } from "./paste_pictures";
import { splitRuby } from "./ruby/mark";

const GONE = "style, script, meta, link, title, xml, head, object, embed, iframe, form, button, select, textarea, noscript";
const DANGEROUS = "script, iframe, object, embed, applet, portal";
const BAD_ADDRESS = /^(javascript|vbscript|data|blob):/i;
const KEPT: Readonly<Record<string, readonly string[]>> = {
  A: ["href"],
  IMG: ["src", "alt", "title", "width", "height"],
  TD: ["colspan", "rowspan", "colwidth"],
  TH: ["colspan", "rowspan", "colwidth"],
  OL: ["start"],
  INPUT: ["type", "checked"],
};
const OURS = ["data-section", "data-type", "data-latex", "data-checked", "data-pm-slice"];

export interface Pasted extends Pictures, Cut {
  html: string;
  isCleaned: boolean; // scripts, embedded pages or addresses that run something were in it
}

/** Where it goes: our own address, what is around it, and what else the clipboard holds. */
export interface Where {
  origin: string;
  around: Around;
  beside: Beside;
}

/** Pasted HTML without Office debris, foreign pictures, scripts and styles, no larger than a text takes at once. */
export function cleanPaste(html: string, { origin, around, beside }: Where): Pasted {
  const parsed = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  const { body } = parsed;
  removeComments(body);
  const isCleaned = removeDangers(body);
  body.querySelectorAll(GONE).forEach(element => element.remove());
  listsFromWord(body);
  splitRuby(body);
  const cut = cutToSize(body, around);
  const pictures = takePictures(body, origin, beside);
  for (const element of [...body.querySelectorAll<HTMLElement>("*")]) tidy(element);
  freePictures(body);
  return { html: body.innerHTML, isCleaned, ...cut, ...pictures };
}

function removeDangers(body: HTMLElement): boolean {
  const dangers = [...body.querySelectorAll(DANGEROUS)];
  dangers.forEach(element => element.remove());
  const links = [...body.querySelectorAll("a[href]")].filter(link => {
    return BAD_ADDRESS.test((link.getAttribute("href") ?? "").replace(/[\0-\x20]+/g, ""));
  });
  links.forEach(link => link.removeAttribute("href"));
  return dangers.length + links.length > 0;
}

/** A paragraph that holds nothing but pictures would stay behind as an empty line. */
function freePictures(body: HTMLElement): void {
  for (const paragraph of body.querySelectorAll("p")) {
    const pictures = [...paragraph.querySelectorAll("img")];
    if (pictures.length && !(paragraph.textContent ?? "").trim()) paragraph.replaceWith(...pictures);
  }
}

/** Even parsing styles and handlers breaks a strict policy: the look of an element becomes a plain attribute. */
function withoutStyles(html: string): string {
  return html
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "")
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^<>]*>/gi, tag => {
      return tag.replace(/\sstyle\s*=/gi, ` ${LOOK}=`).replace(/(\s|^<[a-z]+\/)on[a-z]+\s*=/gi, "$1data-gone=");
    });
}

function removeComments(root: Node): void {
  const walker = root.ownerDocument?.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const found: Node[] = [];
  while (walker?.nextNode()) found.push(walker.currentNode);
  found.forEach(comment => comment.parentNode?.removeChild(comment));
}

function tidy(element: HTMLElement): void {
  if (element.tagName.includes(":")) return unwrap(element); // <o:p>, <w:sdt>, <v:shape>
  const style = (element.getAttribute(LOOK) ?? "").toLowerCase();
  if (/mso-hide:\s*all|display:\s*none/.test(style)) return element.remove();
  if (element.tagName === "B" && /font-weight:\s*normal/.test(style)) unwrap(element); // Google's wrapper
  else if (element.tagName === "SPAN" || element.tagName === "FONT") keepLook(element, style);
  const kept = KEPT[element.tagName] ?? [];
  for (const { name } of [...element.attributes]) {
    if (!kept.includes(name) && !OURS.includes(name)) element.removeAttribute(name);
  }
}

/** Bold and the like survive as elements, colours and fonts do not. */
function keepLook(element: HTMLElement, style: string): void {
  const looks: [RegExp, string][] = [
    [/font-weight:\s*(bold|[6-9]00)/, "strong"],
    [/font-style:\s*italic/, "em"],
    [/text-decoration[^;]*underline/, "u"],
    [/text-decoration[^;]*line-through/, "s"],
    [/vertical-align:\s*sub/, "sub"],
    [/vertical-align:\s*super/, "sup"],
  ];
  for (const [pattern, name] of looks) {
    if (!pattern.test(style)) continue;
    const look = element.ownerDocument.createElement(name);
    look.append(...element.childNodes);
    element.append(look);
  }
}

function unwrap(element: HTMLElement): void {
  element.replaceWith(...element.childNodes);
}
