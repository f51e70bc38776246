/** Which characters are chosen, how they may be read, and the reading put over each. */
import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { tidyReading } from "./mark";

export interface Character {
  position: number;
  words: string;
  reading: string;
}

const CHINESE = /\p{Script=Han}/u;
export const MOST = 60;

export function charactersIn(doc: Node, from: number, to: number): Character[] {
  const found: Character[] = [];
  doc.nodesBetween(from, to, (node, start) => {
    const mark = node.marks.find(({ type }) => type.name === "ruby");
    let position = start;
    for (const words of node.text ?? "") {
      if (CHINESE.test(words) && position >= from && position + words.length <= to) {
        found.push({ position, words, reading: String(mark?.attrs["text"] ?? "").trim() });
      }
      position += words.length;
    }
  });
  return found;
}

/** Each reading over its character; an empty one takes away what was there. */
export function putReadings(tr: Transaction, characters: readonly Character[], readings: readonly string[]): Transaction {
  const type = tr.doc.type.schema.marks["ruby"];
  let before = { end: -1, text: "" };
  characters.forEach(({ position, words }, index) => {
    const end = position + words.length;
    const reading = tidyReading(readings[index] ?? "");
    if (type) tr.removeMark(position, end, type);
    const same = before.end === position && before.text === reading;
    const text = same ? `${reading} ` : reading;
    if (type && reading) tr.addMark(position, end, type.create({ text }));
    before = { end, text };
  });
  return tr;
}

/** How a dictionary reads each character here, and how else it may be read. Nothing without a server. */
export async function suggestedReadings(words: string): Promise<string[][]> {
  try {
    const answer = await fetch(`/documents/readings?${new URLSearchParams({ words })}`, { headers: { Accept: "application/json" } });
    const { readings } = (await answer.json()) as { readings?: unknown };
    return Array.isArray(readings) ? readings.map(each => (Array.isArray(each) ? each.map(String) : [])) : [];
  } catch {
    return [];
  }
}
