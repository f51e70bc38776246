/** Under which heading of the outline everybody's caret is, by the heading's number in it. */
import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import { writerOf, type Writer } from "../carets";
import { headingsOf, lastOf } from "../headings";
import { placeOf } from "../places";

export function whereabouts(editor: Editor, awareness: Awareness): Map<number, Writer[]> {
  const headings = headingsOf(editor);
  const found = new Map<number, Writer[]>();
  for (const state of awareness.getStates().values()) {
    const writer = writerOf(state);
    const cursor = (state["cursor"] as { head?: unknown } | null | undefined)?.head;
    const place = writer && cursor ? placeOf(editor, cursor) : null;
    if (!writer || place === null) continue;
    const key = lastOf(headings, ({ position }) => position < place);
    const here = found.get(key) ?? [];
    if (key >= 0 && !here.some(({ id }) => id === writer.id)) found.set(key, [...here, writer]);
  }
  return found;
}
