/** The headings of the text, in its order, as the outline lists them. */
import type { Editor } from "@tiptap/core";
import { keyOf } from "./sections/names";

export interface Heading {
  level: number;
  words: string;
  position: number;
  section: string;
}

export function headingsOf(editor: Editor): Heading[] {
  const found: Heading[] = [];
  editor.state.doc.descendants((node, position) => {
    if (node.type.name === "heading") {
      const words = node.textContent.trim();
      const section = keyOf(node);
      if (words || section) found.push({ level: Number(node.attrs["level"]), words, position, section });
    }
    return !node.isTextblock;
  });
  return found;
}

/** The index of the last one for which it holds; -1 where it holds for none. */
export function lastOf(headings: readonly Heading[], holds: (heading: Heading) => boolean): number {
  let index = headings.length - 1;
  for (let heading = headings[index]; heading && !holds(heading); heading = headings[index]) index -= 1;
  return index;
}
