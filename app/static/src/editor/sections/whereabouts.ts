/** In which section everybody's caret is. */
import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import { writerOf, type Writer } from "../carets";
import { placeOf } from "../places";
import { sectionAt, sectionsOf } from "./names";

export function whereabouts(editor: Editor, awareness: Awareness): Map<string, Writer[]> {
  const sections = sectionsOf(editor.state.doc);
  const found = new Map<string, Writer[]>();
  for (const state of awareness.getStates().values()) {
    const writer = writerOf(state);
    const cursor = (state["cursor"] as { head?: unknown } | null | undefined)?.head;
    const place = writer && cursor ? placeOf(editor, cursor) : null;
    if (!writer || place === null) continue;
    const key = sectionAt(sections, place);
    const here = found.get(key) ?? [];
    if (key && !here.some(({ id }) => id === writer.id)) found.set(key, [...here, writer]);
  }
  return found;
}
