/** Places in the shared text, as one browser tells another. */
import type { Editor } from "@tiptap/core";
import { absolutePositionToRelativePosition, ySyncPluginKey } from "@tiptap/y-tiptap";
import { createAbsolutePositionFromRelativePosition, createRelativePositionFromJSON, type Doc, type XmlFragment } from "yjs";
import { positionOf, type Mapping } from "./comments/positions";

interface Synced {
  doc: Doc;
  type: XmlFragment;
  binding?: { mapping: Mapping };
}

export function told(editor: Editor, position: number): unknown {
  const { type, binding } = ySyncPluginKey.getState(editor.state) as Synced;
  return binding ? absolutePositionToRelativePosition(position, type, binding.mapping) : null;
}

/** Null where it makes no sense here, or not yet. */
export function placeOf(editor: Editor, said: unknown): number | null {
  const { doc, type, binding } = ySyncPluginKey.getState(editor.state) as Synced;
  if (!binding || typeof said !== "object" || said === null) return null;
  try {
    const exact = createAbsolutePositionFromRelativePosition(createRelativePositionFromJSON(said), doc);
    return exact && positionOf(type, exact.type, exact.index, binding.mapping);
  } catch {
    return null;
  }
}
