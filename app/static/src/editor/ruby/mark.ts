/**
 * Pinyin over characters. Each character carries its own reading; two equal neighbours would become one run, so the
 * second has a blank behind its reading, which nobody sees.
 */
import { Mark } from "@tiptap/core";

export const LONGEST = 40;

export function tidyReading(words: string): string {
  return words.replace(/\s+/g, " ").trim().slice(0, LONGEST);
}

export const ruby = Mark.create({
  name: "ruby",
  inclusive: false,
  addAttributes() {
    return { text: { default: null, rendered: false } };
  },
  parseHTML() {
    return [
      {
        tag: "ruby",
        contentElement: element => withoutReadings(element as HTMLElement),
        getAttrs: element => {
          const words = [...element.querySelectorAll("rt")].map(each => each.textContent).join(" ");
          const text = tidyReading(words);
          return text ? { text: /\s$/.test(words) ? `${text} ` : text } : false;
        },
      },
      { tag: "rp", ignore: true },
      { tag: "rt", ignore: true },
    ];
  },
  renderHTML({ mark }) {
    const reading = String(mark.attrs["text"] ?? "").trim();
    return ["ruby", ["span", 0], ["rt", { contenteditable: "false" }, reading]];
  },
});

function withoutReadings(element: HTMLElement): HTMLElement {
  const copy = element.cloneNode(true) as HTMLElement;
  copy.querySelectorAll("rt, rp").forEach(each => each.remove());
  return copy;
}

/** A page's `<ruby>` with several readings in it, as one `<ruby>` for each. */
export function splitRuby(root: HTMLElement): void {
  let before = "";
  for (const ruby of root.querySelectorAll("ruby")) {
    const pieces = root.ownerDocument.createDocumentFragment();
    let base: Node[] = [];
    for (const child of [...ruby.childNodes]) {
      const name = child.nodeName.toLowerCase();
      if (name === "rp") continue;
      if (name !== "rt") {
        if (child.textContent) base.push(child);
        continue;
      }
      const reading = tidyReading(child.textContent ?? "");
      const piece = root.ownerDocument.createElement("ruby");
      const over = root.ownerDocument.createElement("rt");
      over.textContent = reading === before ? `${reading} ` : reading;
      before = over.textContent;
      piece.append(...base, over);
      pieces.append(piece);
      base = [];
    }
    pieces.append(...base);
    ruby.replaceWith(pieces);
  }
}
