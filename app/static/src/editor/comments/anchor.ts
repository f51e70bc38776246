/**
 * Where a comment stands. Relative positions of Yjs name the first and the last character, so the place follows
 * whatever is written around and inside. Text that was moved (a paragraph split in two, a version restored) is
 * new to Yjs: then the quote with the words around it is looked for. See docs/adr/0011.
 */
import type { Node } from "@tiptap/pm/model";
import { absolutePositionToRelativePosition } from "@tiptap/y-tiptap";
import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  decodeRelativePosition,
  encodeRelativePosition,
  type Doc,
  type XmlFragment,
} from "yjs";
import { fromBase64, toBase64 } from "lib0/buffer";
import { FlatText, type Range } from "./flat_text";
import { positionOf, type Mapping } from "./positions";
import { QUOTE_LENGTH, quoteIn } from "./quote";

const CONTEXT_LENGTH = 40;

export interface Anchor {
  start: string;
  end: string;
  quote: string;
  before: string;
  after: string;
}

/** The text as Yjs and as ProseMirror have it. */
export interface Texts {
  ydoc: Doc;
  fragment: XmlFragment;
  mapping: Mapping;
  doc: Node;
}

/** Null if there are no words in `range`. */
export function anchorFor(texts: Texts, range: Range): Anchor | null {
  const flat = new FlatText(texts.doc);
  let { start, end } = flat.cut(range);
  while (start < end && !flat.text[start]?.trim()) start += 1;
  while (end > start && !flat.text[end - 1]?.trim()) end -= 1;
  const exact = flat.range(start, end);
  if (!exact) return null;
  return {
    start: encoded(texts, exact.from + 1, -1),
    end: encoded(texts, exact.to, 0),
    quote: flat.text.slice(start, Math.min(end, start + QUOTE_LENGTH)).trim(),
    before: flat.text.slice(Math.max(0, start - CONTEXT_LENGTH), start),
    after: flat.text.slice(end, end + CONTEXT_LENGTH),
  };
}

/** Where the place is now; null if its text was deleted. */
export function placeOf(texts: Texts, anchor: Anchor, flat = new FlatText(texts.doc)): Range | null {
  const from = decoded(texts, anchor.start);
  const to = decoded(texts, anchor.end);
  const found = from !== null && to !== null && to > from ? { from, to } : null;
  return quoteIn(flat, anchor, found, from ?? to);
}

/** `step` -1: the character before `position` begins the place; 0: it ends it. */
function encoded({ ydoc, fragment, mapping }: Texts, position: number, step: -1 | 0): string {
  try {
    const relative = absolutePositionToRelativePosition(position, fragment, mapping);
    const exact = createAbsolutePositionFromRelativePosition(relative, ydoc);
    if (!exact || exact.index + step < 0) return "";
    const side = step === 0 ? -1 : 0; // hold on to the last character, to the first one
    return toBase64(encodeRelativePosition(createRelativePositionFromTypeIndex(exact.type, exact.index + step, side)));
  } catch {
    return ""; // the quote will do
  }
}

function decoded({ ydoc, fragment, mapping }: Texts, text: string): number | null {
  if (!text) return null;
  try {
    const exact = createAbsolutePositionFromRelativePosition(decodeRelativePosition(fromBase64(text)), ydoc);
    return exact && positionOf(fragment, exact.type, exact.index, mapping);
  } catch {
    return null; // not made by us
  }
}
