/** Writing freely inside somebody's suggestion: the new words are not part of it. */
import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { SUGGESTION_ATTRIBUTE, SUGGESTION_MARKS } from "./names";

/** Changes `tr` itself. */
export function ownWordsOnly(tr: Transaction): void {
  const stored = tr.storedMarks;
  const ranges = insertedRanges(tr);
  for (const { from, to, kept } of ranges) {
    for (const name of SUGGESTION_MARKS) {
      const type = tr.doc.type.schema.marks[name];
      if (type && hasMark(tr.doc, from, to, name)) tr.removeMark(from, to, type);
    }
    tr.doc.nodesBetween(from, to, (node, at) => {
      const value: unknown = node.attrs[SUGGESTION_ATTRIBUTE];
      if (at >= from && typeof value === "string" && !kept.has(value)) {
        tr.setNodeAttribute(at, SUGGESTION_ATTRIBUTE, null);
      }
    });
  }
  if (stored) tr.setStoredMarks(stored);
}

interface Inserted {
  from: number;
  to: number;
  kept: ReadonlySet<string>; // an edited formula stays the suggestion it was
}

function insertedRanges(tr: Transaction): Inserted[] {
  const ranges: Inserted[] = [];
  tr.steps.forEach((step, index) => {
    const before = tr.docs[index];
    if (!(step instanceof ReplaceStep) || !before || !step.slice.size) return;
    const later = tr.mapping.slice(index + 1);
    const from = later.map(step.from, 1);
    const to = later.map(step.from + step.slice.size, -1);
    if (to > from) ranges.push({ from, to, kept: valuesIn(before, step.from, step.to) });
  });
  return ranges;
}

function valuesIn(doc: Node, from: number, to: number): Set<string> {
  const values = new Set<string>();
  doc.nodesBetween(from, to, (node, at) => {
    const value: unknown = node.attrs[SUGGESTION_ATTRIBUTE];
    if (at >= from && typeof value === "string") values.add(value);
  });
  return values;
}

function hasMark(doc: Node, from: number, to: number, name: string): boolean {
  const type = doc.type.schema.marks[name];
  return Boolean(type && doc.rangeHasMark(from, to, type));
}
