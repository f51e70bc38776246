/** Text with its marks, put together character by character. */
import { isBlock, type Kind, type Part, type Run, type Values } from "./parts";

/** The marks at both moments, and who changed one last. */
export interface Formats {
  then: Values;
  now: Values;
  changedBy: Record<string, number>;
}

/** Who gave kept words another form since. */
export function reformer(kind: Kind, { then, now, changedBy }: Formats): number {
  if (kind !== "kept") return 0;
  for (const key of new Set([...Object.keys(then), ...Object.keys(now)])) {
    if (JSON.stringify(then[key]) !== JSON.stringify(now[key])) return changedBy[key] ?? 0;
  }
  return 0;
}

/** More words: behind the last run if they are like it. */
export function append(found: Part[], words: string, run: Omit<Run, "words">): void {
  const last = found[found.length - 1];
  const isSame =
    last &&
    !isBlock(last) &&
    last.kind === run.kind &&
    last.by === run.by &&
    last.other === run.other &&
    alike(last.marks, run.marks);
  if (isSame) last.words += words;
  else found.push({ ...run, marks: { ...run.marks }, words });
}

function alike(a: Values, b: Values): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => JSON.stringify(a[key]) === JSON.stringify(b[key]));
}
