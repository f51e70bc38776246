/** What comes from Word, WPS or a web page, reduced to what a document may contain. */
import { listsFromWord } from "./paste_lists";

const GONE = "style, script, meta, link, title, xml, head, object, embed, iframe, form, button, select, textarea, noscript";
const KEPT: Readonly<Record<string, readonly string[]>> = {
  A: ["href"],
  IMG: ["src", "alt", "title", "width", "height"],
  TD: ["colspan", "rowspan", "colwidth"],
  TH: ["colspan", "rowspan", "colwidth"],
  OL: ["start"],
  INPUT: ["type", "checked"],
};
const OURS = ["data-type", "data-latex", "data-checked", "data-pm-slice"];

/** Pasted HTML without Office debris, foreign pictures, scripts and styles; `origin` is our own address. */
export function cleanPaste(html: string, origin: string): string {
  const parsed = new DOMParser().parseFromString(html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, ""), "text/html");
  const { body } = parsed;
  removeComments(body);
  body.querySelectorAll(GONE).forEach(element => element.remove());
  listsFromWord(body);
  for (const element of [...body.querySelectorAll<HTMLElement>("*")]) tidy(element, origin);
  return body.innerHTML;
}

function removeComments(root: Node): void {
  const walker = root.ownerDocument?.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const found: Node[] = [];
  while (walker?.nextNode()) found.push(walker.currentNode);
  found.forEach(comment => comment.parentNode?.removeChild(comment));
}

function tidy(element: HTMLElement, origin: string): void {
  if (element.tagName.includes(":")) return unwrap(element); // <o:p>, <w:sdt>, <v:shape>
  if (element.tagName === "IMG" && !isOurs(element.getAttribute("src") ?? "", origin)) return element.remove();
  const style = (element.getAttribute("style") ?? "").toLowerCase();
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

function isOurs(address: string, origin: string): boolean {
  if (address.startsWith("/") && !address.startsWith("//")) return true;
  return address.startsWith(`${origin}/`);
}
