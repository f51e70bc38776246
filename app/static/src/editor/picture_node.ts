/** Pictures: their address comes from our own upload, never from a pasted page. */
import { Image } from "@tiptap/extension-image";

function measure(name: "width" | "height") {
  return {
    default: null,
    parseHTML: (element: HTMLElement) => Number.parseInt(element.getAttribute(name) ?? "", 10) || null,
  };
}

export const picture = Image.extend({
  addAttributes() {
    return {
      src: { default: null },
      alt: { default: null },
      title: { default: null },
      width: measure("width"),
      height: measure("height"),
    };
  },
  addInputRules() {
    return []; // `![alt](address)` would fetch from anywhere
  },
}).configure({ inline: false, allowBase64: false });
