/** Random texts and random writing in them, on the editor's own schema, for the tests of suggestions. */
import { getSchema } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Slice } from "@tiptap/pm/model";
import { EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import { contentExtensions } from "../../app/static/src/editor/schema";
import { endBefore } from "../../app/static/src/editor/suggesting/boundaries";
import { ADOPTED } from "../../app/static/src/editor/suggesting/names";
import type { Writer } from "../../app/static/src/editor/suggesting/tokens";

export const schema = getSchema(contentExtensions(() => undefined));

/** Mulberry32: the same seed, the same text. */
export class Chance {
  constructor(private seed: number) {}

  next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let value = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}

let letter = 0x4e00;
/** No two characters of a text are the same, so each can be followed. */
export function fresh(count: number): string {
  return Array.from({ length: count }, () => String.fromCodePoint((letter += 1))).join("");
}

export class TestWriter implements Writer {
  private used = 0;
  readonly decided = new Set<string>();

  constructor(readonly client: number) {}

  owns(key: string): boolean {
    return key.startsWith(`${this.client}-`);
  }

  continues(key: string): boolean {
    return this.owns(key) && !this.decided.has(key);
  }

  next(): string {
    return `${this.client}-${(this.used += 1)}`;
  }
}

const p = (...content: Node[]) => schema.node("paragraph", null, content);
const words = (count: number, bold = false) => schema.text(fresh(count), bold ? [schema.mark("bold")] : []);

export function someDocument(chance: Chance, withCode = false): Node {
  letter = 0x4e00;
  const line = () => {
    const parts = [words(1 + chance.below(4)), words(1 + chance.below(3), true)];
    if (!chance.below(3)) parts.push(schema.node(chance.of(["hardBreak", "inlineMath"]), null), words(2));
    return parts;
  };
  const cell = () => schema.node("tableCell", null, [p(...line()), ...(chance.below(2) ? [] : [p(...line())])]);
  const row = () => schema.node("tableRow", null, [cell(), cell()]);
  const item = () => schema.node("listItem", null, [p(...line())]);
  const kinds = [
    () => p(...line()),
    () => p(...line()),
    () => p(),
    () => schema.node("heading", { level: 2 }, line()),
    () => schema.node("bulletList", null, [item(), item()]),
    () => schema.node("table", null, [row(), row()]),
    () => schema.node("horizontalRule"),
    () => schema.node("blockquote", null, [p(...line()), p(...line())]),
  ];
  if (withCode) kinds.push(() => schema.node("codeBlock", null, [schema.text(fresh(5))]));
  return schema.node("doc", null, [p(...line()), ...Array.from({ length: 5 }, () => chance.of(kinds)())]);
}

export function stateOf(doc: Node): EditorState {
  return EditorState.create({ doc, schema });
}

/** One thing that somebody does, at places given from outside. */
export interface Deed {
  name: string;
  do(state: EditorState, from: number, to: number): Transaction | null;
}

function at(state: EditorState, from: number, to: number): EditorState {
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)));
}

/** The words alone: the binding stores no marks of line breaks. */
const BOLD: Deed = {
  name: "bold",
  do: (state, from, to) => {
    const { tr, doc } = state;
    doc.nodesBetween(from, to, (node, at) => {
      if (node.isText) tr.addMark(Math.max(from, at), Math.min(to, at + node.nodeSize), schema.mark("bold"));
    });
    return tr;
  },
};

export function someDeedOrLook(chance: Chance): Deed {
  return chance.below(8) ? someDeed(chance) : BOLD;
}

export function someDeed(chance: Chance): Deed {
  const typed = words(1 + chance.below(3));
  const pasted = new Slice(schema.node("doc", null, [p(words(2)), p(words(2))]).content, 1, 1);
  const deeds: Deed[] = [
    { name: "type", do: (state, from, to) => at(state, from, to).tr.replaceSelectionWith(typed, false) },
    { name: "type", do: (state, _from, to) => at(state, to, to).tr.replaceSelectionWith(typed, false) },
    { name: "delete", do: (state, from, to) => state.tr.delete(from, to) },
    { name: "enter", do: (state, _from, to) => state.tr.split(to, 1, [{ type: p().type }]) },
    { name: "break", do: (state, from, to) => at(state, from, to).tr.replaceSelectionWith(schema.node("hardBreak"), false) },
    { name: "paste", do: (state, from, to) => at(state, from, to).tr.replaceSelection(pasted) },
    {
      name: "backspace at start",
      do: (state, _from, to) => {
        const $to = state.doc.resolve(to);
        const end = endBefore(state.doc, $to.before());
        return end === null ? null : state.tr.delete(end, $to.start());
      },
    },
  ];
  return chance.of(deeds);
}

/** Two places in words, in the same cell or both outside of tables, seldom far apart. */
export function somePlaces(chance: Chance, doc: Node): [number, number] {
  const places: { at: number; cell: number }[] = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return;
    const $inside = doc.resolve(position + 1);
    let cell = 0;
    for (let depth = $inside.depth; depth > 0; depth -= 1) {
      if ($inside.node(depth).type.spec.isolating) cell ||= $inside.before(depth);
    }
    for (let offset = 0; offset <= node.content.size; offset += 1) places.push({ at: position + 1 + offset, cell });
  });
  const first = chance.below(places.length);
  const second = Math.min(places.length - 1, first + chance.below(chance.below(4) ? 4 : 16));
  const [a, b] = [places[first], places[second]];
  if (!a || !b || a.cell !== b.cell) return [a?.at ?? 1, a?.at ?? 1];
  return [a.at, b.at];
}

export function withoutAdopted(doc: Node): Node {
  const tr = stateOf(doc).tr;
  const type = schema.marks[ADOPTED];
  if (type) tr.removeMark(0, doc.content.size, type);
  return tr.doc;
}
