/**
 * Keys of suggestions, and where they are written: on marks of text, and as `insert:KEY join:KEY` on nodes.
 * A node whose suggestion was adopted says so for ever, as `adopted:KEY`.
 */
import type { Node } from "@tiptap/pm/model";
import { ADOPTED, DELETION, INSERTION, SUGGESTION_ATTRIBUTE } from "./names";

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

const TOKEN = /^(insert|join|delete|adopted):([0-9]+-[0-9]+)$/;

/** Everything a node says about suggestions, open or adopted. */
export function wordsOn(node: Node): string[] {
  const value: unknown = node.attrs[SUGGESTION_ATTRIBUTE];
  return typeof value === "string" ? value.split(" ").filter(word => TOKEN.test(word)) : [];
}

export function tokensOf(node: Node): Token[] {
  return wordsOn(node).flatMap(word => {
    const [kind, key] = word.split(":");
    return kind === ADOPTED || !key ? [] : [{ kind: kind as Kind, key }];
  });
}

/** Whose suggestions words or a thing came from, once adopted. */
export function adoptedKeys(node: Node): string[] {
  const own = wordsOn(node).filter(word => word.startsWith(`${ADOPTED}:`)).map(word => word.slice(ADOPTED.length + 1));
  return [...keysOn(node, ADOPTED), ...own];
}

/** The value of the attribute: what was adopted stays, `tokens` are all that is open. */
export function written(node: Node, tokens: readonly Token[]): string | null {
  const stays = wordsOn(node).filter(word => word.startsWith(`${ADOPTED}:`));
  return [...stays, ...tokens.map(({ kind, key }) => `${kind}:${key}`)].join(" ") || null;
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
