/** The pending suggestions of a text, in its order, with the words they are about. */
import type { Node } from "@tiptap/pm/model";
import { DELETION, INSERTION } from "./names";
import { keysOn, tokensOf } from "./tokens";

export interface Pending {
  key: string;
  from: number;
  inserted: string;
  deleted: string;
  /** Other than words: breaks, pictures, tables, rows. */
  things: { kind: "insert" | "join" | "delete"; name: string }[];
}

export function pendingIn(doc: Node): Pending[] {
  const found = new Map<string, Pending>();
  const of = (key: string, from: number): Pending => {
    const known = found.get(key) ?? { key, from, inserted: "", deleted: "", things: [] };
    found.set(key, known);
    return known;
  };
  doc.descendants((node, at) => {
    if (node.isText) {
      for (const key of keysOn(node, INSERTION)) of(key, at).inserted += node.text ?? "";
      for (const key of keysOn(node, DELETION)) of(key, at).deleted += node.text ?? "";
      return;
    }
    for (const { kind, key } of tokensOf(node)) {
      const name = node.isTextblock ? "break" : node.type.name;
      of(key, node.isTextblock ? at + 1 : at).things.push({ kind, name });
    }
  });
  return [...found.values()];
}
