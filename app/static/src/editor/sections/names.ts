/** A heading may name a section of the plan: the attribute `section` holds its key, whatever the words are. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";

export interface Section {
  key: string;
  words: string;
  position: number;
  node: Node;
}

const KEY = /^[a-z][a-z0-9_]{0,39}$/;

export const sectionNames = Extension.create({
  name: "sectionNames",
  addGlobalAttributes() {
    return [
      {
        types: ["heading"],
        attributes: {
          section: {
            default: null,
            keepOnSplit: false,
            parseHTML: element => {
              const key = element.getAttribute("data-section") ?? "";
              return KEY.test(key) ? key : null;
            },
            renderHTML: ({ section }) => (section ? { "data-section": String(section) } : {}),
          },
        },
      },
    ];
  },
});

export function keyOf(node: Node): string {
  const key: unknown = node.type.name === "heading" ? node.attrs["section"] : null;
  return typeof key === "string" ? key : "";
}

/** The sections of the text, in its order: only headings that stand by themselves. */
export function sectionsOf(doc: Node): Section[] {
  const found: Section[] = [];
  doc.forEach((node, position) => {
    const key = keyOf(node);
    if (key) found.push({ key, words: node.textContent.trim(), position, node });
  });
  return found;
}

/** Where the section at `position` ends: at the next one, or at a heading of its own rank. */
export function endOfSection(doc: Node, position: number): number {
  const level = Number(doc.nodeAt(position)?.attrs["level"]);
  let end = doc.content.size;
  doc.forEach((node, place) => {
    if (place <= position || place >= end || node.type.name !== "heading") return;
    if (keyOf(node) || Number(node.attrs["level"]) <= level) end = place;
  });
  return end;
}
