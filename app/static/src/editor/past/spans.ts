/** Where in the editor each Yjs character stands: the shared text and the page's, walked side by side. */
import type { Node } from "@tiptap/pm/model";
import { ContentString, XmlElement, XmlText, type XmlFragment } from "yjs";

export interface Stretch {
  from: number;
  to: number;
  client: number;
  clock: number;
}

/** Null if the two do not show the same just now: ask again after the next change. */
export function stretchesOf(fragment: XmlFragment, doc: Node): Stretch[] | null {
  const found: Stretch[] = [];
  return follow(fragment, doc, 0, found) ? found : null;
}

function follow(type: XmlFragment | XmlElement, node: Node, start: number, found: Stretch[]): boolean {
  let [at, index] = [start, 0];
  for (const child of type.toArray()) {
    if (child instanceof XmlText) {
      const begun = at;
      at = textOf(child, at, found);
      for (let seen = begun; seen < at; index += 1) {
        const text = node.maybeChild(index);
        if (!text?.isText) return false;
        seen += text.nodeSize;
        if (seen > at) return false;
      }
    } else if (child instanceof XmlElement) {
      const inner = node.maybeChild(index);
      if (inner?.type.name !== child.nodeName || !follow(child, inner, at + 1, found)) return false;
      at += inner.nodeSize;
      index += 1;
    }
  }
  return index === node.childCount;
}

function textOf(text: XmlText, start: number, found: Stretch[]): number {
  let at = start;
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof ContentString)) continue;
    found.push({ from: at, to: at + item.length, client: item.id.client, clock: item.id.clock });
    at += item.length;
  }
  return at;
}
