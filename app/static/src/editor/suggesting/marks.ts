/** How suggestions stand in the document itself: marks on words, and an attribute on everything that holds them. */
import { Extension, Mark } from "@tiptap/core";
import type { Extensions } from "@tiptap/core";
import { ADOPTED, DELETION, INSERTION, SUGGESTION_ATTRIBUTE } from "./names";

/** What can be suggested as a whole; a textblock stands for its boundary to the one before. */
export const SUGGESTIBLE = [
  "paragraph", "heading", "codeBlock", "hardBreak", "inlineMath", "image", "blockMath", "horizontalRule", "table",
  "tableRow",
] as const;

/** Never excluded, by nothing: two people may suggest to delete the same words, code may be suggested too. */
function mark(name: string, tag: string, className: string): Mark {
  return Mark.create({
    name,
    priority: 1_010, // around all other marks
    inclusive: false,
    excludes: "",
    clearable: false, // no look: a decision ends it, or nothing
    addAttributes: () => ({ key: { default: "", rendered: false } }),
    renderHTML: ({ mark: { attrs } }) => [tag, { class: className, "data-suggestion": String(attrs["key"]) }, 0],
  });
}

const attribute = Extension.create({
  name: SUGGESTION_ATTRIBUTE,
  addGlobalAttributes: () => [
    {
      types: [...SUGGESTIBLE],
      attributes: {
        [SUGGESTION_ATTRIBUTE]: {
          default: null,
          parseHTML: () => null, // nothing pasted is a suggestion of somebody
          renderHTML: attributes => {
            const value: unknown = attributes[SUGGESTION_ATTRIBUTE];
            return typeof value === "string" ? { "data-suggested": value } : {};
          },
        },
      },
    },
  ],
});

export const suggestionContent: Extensions = [
  mark(INSERTION, "ins", "suggested-insertion"),
  mark(DELETION, "del", "suggested-deletion"),
  mark(ADOPTED, "span", "adopted"),
  attribute,
];
