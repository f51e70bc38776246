/** Where the pictures of a pasted text belong, once the text stands without them. */
import { Fragment, Slice, type Node } from "@tiptap/pm/model";
import { PASTED } from "./paste_pictures";

export interface Place {
  /** Counted from the end of the text: what is there before may be kept, struck out or deleted. */
  fromEnd: number;
  shown: { width: number; height: number } | null;
}

/** By token, in `doc` as it would be with all markers in it, counted as it will be without them. */
export function placesOf(doc: Node): Map<string, Place> {
  const found: { token: string; at: number; shown: Place["shown"] }[] = [];
  let shift = 0;
  let emptied: Node | null = null;
  doc.descendants((node, position, parent) => {
    if (!isMarker(node)) return;
    let at = position + shift;
    if (parent && parent !== doc && holdsOnlyMarkers(parent)) {
      if (parent !== emptied) shift += 2; // the empty paragraph in their stead
      emptied = parent;
      at = position + shift - 1; // inside of it
    }
    shift -= node.nodeSize;
    found.push({ token: String(node.attrs["src"]), at, shown: sizeOf(node) });
  });
  const size = doc.content.size + shift;
  return new Map(found.map(({ token, at, shown }) => [token, { fromEnd: size - at, shown }]));
}

export function withoutMarkers({ content, openStart, openEnd }: Slice): Slice {
  return new Slice(cleaned(content), openStart, openEnd);
}

/** Where pictures end a pasted text, the writing goes on behind them, and not before they have come. */
export function withRoomBehind(slice: Slice): Slice {
  const { content, openStart, openEnd } = slice;
  const paragraph = content.firstChild?.type.schema.nodes["paragraph"]?.create();
  let last = content.lastChild;
  for (let depth = openEnd; depth > 0; depth -= 1) last = last?.lastChild ?? null;
  return last && paragraph && isMarker(last) ? new Slice(appended(content, openEnd, paragraph), openStart, openEnd + 1) : slice;
}

function appended(content: Fragment, depth: number, node: Node): Fragment {
  const last = content.lastChild;
  if (!depth || !last) return content.addToEnd(node);
  return content.replaceChild(content.childCount - 1, last.copy(appended(last.content, depth - 1, node)));
}

function cleaned(content: Fragment): Fragment {
  const nodes: Node[] = [];
  content.forEach(node => {
    if (isMarker(node)) return;
    const inside = holdsOnlyMarkers(node) ? paragraphFor(node) : cleaned(node.content);
    nodes.push(node.isText || node.isLeaf ? node : node.copy(inside));
  });
  return Fragment.fromArray(nodes);
}

function paragraphFor(node: Node): Fragment {
  return Fragment.from(node.type.schema.nodes["paragraph"]?.create());
}

function holdsOnlyMarkers(node: Node): boolean {
  return node.childCount > 0 && node.content.content.every(isMarker);
}

function isMarker(node: Node): boolean {
  return node.type.name === "image" && String(node.attrs["src"]).startsWith(PASTED);
}

function sizeOf(node: Node): Place["shown"] {
  const { width, height } = node.attrs as { width: unknown; height: unknown };
  return typeof width === "number" && typeof height === "number" && width > 0 && height > 0 ? { width, height } : null;
}
