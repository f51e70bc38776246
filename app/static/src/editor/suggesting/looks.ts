/**
 * Another look is suggested as a copy behind the struck words (formatting.ts). Read, it is one and the same: the copy
 * is shown, the words as they looked before are not.
 */
import { Mark, type Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { isOfSuggestion } from "./belongings";
import { DELETION, INSERTION } from "./names";
import { keysOn } from "./tokens";

const MOST_TRIES = 200; // of lengths: a long text of one letter would be compared with itself at every key

/** `size` letters struck from `from` on; from `at` on, directly behind them, the same in another look. */
export interface LookChange {
  from: number;
  at: number;
  size: number;
}

interface Words {
  text: string;
  looks: (readonly Mark[])[]; // of each letter
}

/** In the textblock at `place`. */
export function lookChangesIn(block: Node, place: number): LookChange[] {
  const found: LookChange[] = [];
  let at = place + 1;
  block.forEach((node, _offset, index) => {
    const next = block.maybeChild(index + 1);
    at += node.nodeSize;
    const key = next && keysOn(node, DELETION).find(each => keysOn(next, INSERTION).includes(each));
    if (!key) return;
    const size = overlap(wordsBefore(block, index, key), wordsFrom(block, index + 1, key));
    if (size) found.push({ from: at - size, at, size });
  });
  return found;
}

export function lookChanges(doc: Node, from = 0, to = doc.content.size): LookChange[] {
  const found: LookChange[] = [];
  doc.nodesBetween(from, to, (node, place) => {
    if (node.isTextblock) found.push(...lookChangesIn(node, place));
    return !node.isTextblock;
  });
  return found;
}

/** Where the words that stand at `place` can be seen. */
export function shownPlace(doc: Node, place: number): number {
  return lookChanges(doc, place, place).find(({ from, at }) => from <= place && place < at)?.at ?? place;
}

/**
 * Whoever deletes words that are to look otherwise sees their copy alone. As much of the old ones stays as of the copy:
 * else they would show themselves, or whoever rejects the suggestion would lose what nobody has deleted.
 */
export function keepOldLooks(tr: Transaction): void {
  const onlyMoves = ["cut", "drop"].includes(String(tr.getMeta("uiEvent")));
  for (const change of lookChanges(tr.before).reverse()) keepOldLook(tr, tr.before, change, onlyMoves);
}

function keepOldLook(tr: Transaction, before: Node, { from, at, size }: LookChange, onlyMoves: boolean): void {
  const copy = placeOf(tr, at, at + size);
  const old = placeOf(tr, from, at);
  const isTouched = old.to - old.from !== size || (!onlyMoves && copy.to - copy.from !== size);
  const left = tr.doc.textBetween(copy.from, copy.to);
  const within = before.textBetween(at, at + size).indexOf(left);
  if (!isTouched || (onlyMoves && !left) || within < 0 || tr.doc.resolve(copy.from).parent !== tr.doc.resolve(old.from).parent) return;
  tr.replace(old.from, old.to, before.slice(from + within, from + within + left.length));
}

/** Where what stood between `from` and `to` is left. */
function placeOf({ mapping }: Transaction, from: number, to: number): { from: number; to: number } {
  const start = mapping.map(from, 1);
  return { from: start, to: Math.max(start, mapping.map(to, -1)) };
}

function wordsBefore(block: Node, index: number, key: string): Words {
  let first = index;
  while (first > 0 && keysOn(block.child(first - 1), DELETION).includes(key)) first -= 1;
  return wordsOf(block, first, index + 1);
}

function wordsFrom(block: Node, index: number, key: string): Words {
  let end = index + 1;
  while (end < block.childCount && keysOn(block.child(end), INSERTION).includes(key)) end += 1;
  return wordsOf(block, index, end);
}

function wordsOf(block: Node, start: number, end: number): Words {
  const words: Words = { text: "", looks: [] };
  for (let index = start; index < end; index += 1) {
    const { text = "", marks } = block.child(index);
    const look = marks.filter(mark => !isOfSuggestion(mark));
    words.text += text;
    for (let letter = 0; letter < text.length; letter += 1) words.looks.push(look);
  }
  return words;
}

/** How many letters at the end of `old` stand at the beginning of `copy`, every one in another look. */
function overlap(old: Words, copy: Words): number {
  const most = Math.min(old.text.length, copy.text.length);
  for (let size = most; size > Math.max(most - MOST_TRIES, 0); size -= 1) {
    if (!old.text.endsWith(copy.text.slice(0, size))) continue;
    const looks = old.looks.slice(-size);
    if (looks.every((look, letter) => !Mark.sameSet(look, copy.looks[letter] ?? []))) return size;
  }
  return 0;
}
