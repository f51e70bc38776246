/** From a place in the Yjs text to a position in the editor's document. */
import type { Node } from "@tiptap/pm/model";
import { XmlText, type AbstractType, type Item, type XmlFragment } from "yjs";

/** The editor's nodes by the Yjs types they were made from (y-tiptap's binding keeps it). */
export type Mapping = Map<AbstractType<unknown>, Node | Node[]>;

type Type = AbstractType<unknown>;

/**
 * y-tiptap has this too, but calls positions at the very beginning misresolved, and counts into what was deleted.
 * Null where the editor does not show the type (yet).
 */
export function positionOf(root: XmlFragment, type: Type, index: number, mapping: Mapping): number | null {
  let position: number | null = type instanceof XmlText ? index : sizeOfFirst(type, index, mapping);
  for (let each = type; each !== root; ) {
    const item: Item | null = each._item;
    const parent = item?.parent as Type | null | undefined;
    if (!item || !parent) return null; // of another document
    const before = sizeBefore(parent, item, mapping);
    if (before === null || position === null) return null;
    if (item.deleted) position = before; // it stood there
    else position += before + (each instanceof XmlText ? 0 : 1);
    each = parent;
  }
  return position;
}

function sizeOfFirst(type: Type, count: number, mapping: Mapping): number | null {
  let size = 0;
  let left = count;
  for (let item = type._start; item && left > 0; item = item.right) {
    if (item.deleted) continue;
    const one = sizeOf(item, mapping);
    if (one === null) return null;
    size += one;
    left -= 1;
  }
  return size;
}

function sizeBefore(parent: Type, end: Item, mapping: Mapping): number | null {
  let size = 0;
  for (let item = parent._start; item && item !== end; item = item.right) {
    if (item.deleted) continue;
    const one = sizeOf(item, mapping);
    if (one === null) return null;
    size += one;
  }
  return size;
}

function sizeOf(item: Item, mapping: Mapping): number | null {
  const type = (item.content as { type?: Type }).type;
  if (type instanceof XmlText) return type.length;
  const node = type && mapping.get(type);
  return node && !Array.isArray(node) ? node.nodeSize : null;
}
