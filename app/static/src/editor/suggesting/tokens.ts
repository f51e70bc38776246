/** Keys of suggestions, and where they are written: on marks of text, and as `insert:KEY join:KEY` on nodes. */
import type { Node } from "@tiptap/pm/model";
import { DELETION, INSERTION, SUGGESTION_ATTRIBUTE } from "./names";

export type Kind = "insert" | "join" | "delete";

export interface Token {
  kind: Kind;
  key: string;
}

/** Whoever suggests here and now. */
export interface Writer {
  /** A pending suggestion of the same person, also one of an earlier visit. */
  owns(key: string): boolean;
  /** One that may still grow: nobody has decided about it. */
  continues(key: string): boolean;
  /** The key of a new suggestion; the same until it has been written. */
  next(): string;
}

const TOKEN = /^(insert|join|delete):([0-9]+-[0-9]+)$/;

export function tokensOf(node: Node): Token[] {
  const value: unknown = node.attrs[SUGGESTION_ATTRIBUTE];
  if (typeof value !== "string") return [];
  return value.split(" ").flatMap(word => {
    const [, kind, key] = TOKEN.exec(word) ?? [];
    return kind && key ? [{ kind: kind as Kind, key }] : [];
  });
}

export function written(tokens: readonly Token[]): string | null {
  return tokens.map(({ kind, key }) => `${kind}:${key}`).join(" ") || null;
}

export function keysOn(node: Node, name: string): string[] {
  return node.marks.filter(mark => mark.type.name === name).map(mark => String(mark.attrs["key"]));
}

/** Every pending suggestion that this node is part of. */
export function pendingKeys(node: Node): string[] {
  return [...keysOn(node, INSERTION), ...keysOn(node, DELETION), ...tokensOf(node).map(token => token.key)];
}

export function isOwnInsertion(node: Node, writer: Writer): boolean {
  const keys = node.isText
    ? keysOn(node, INSERTION)
    : tokensOf(node).filter(token => token.kind === "insert").map(token => token.key);
  return keys.some(key => writer.owns(key));
}

/** What is written next to a suggestion of the same person belongs to it: "把 X 改成 Y" is one. */
export function keyAt(doc: Node, from: number, to: number, writer: Writer): string {
  const $from = doc.resolve(from);
  const $to = doc.resolve(to);
  const near = [$from.nodeBefore, $to.nodeAfter, $from.nodeAfter, $to.nodeBefore];
  if ($from.parent.isTextblock && !$from.parentOffset) near.push($from.parent);
  for (const node of near) {
    const key = node ? pendingKeys(node).find(each => writer.continues(each)) : undefined;
    if (key) return key;
  }
  return writer.next();
}
