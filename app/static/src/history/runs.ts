/** Text with its marks, put together character by character. */
import { ADOPTED, DELETION, INSERTION, SUGGESTION_ATTRIBUTE } from "../editor/suggesting/names";
import { isBlock, type Block, type Kind, type Part, type Run, type Turn, type Values } from "./parts";

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

/** Whether the words came, went or changed as a suggestion of somebody. */
export function turnOf(kind: Kind, { then, now }: Pick<Formats, "then" | "now">): Turn | null {
  if (kind === "gone") return counted(then, DELETION) ? "carriedOut" : counted(then, INSERTION) ? "refused" : null;
  if (counted(now, INSERTION)) return kind === "added" ? "suggested" : null;
  if (counted(now, ADOPTED) && (kind === "added" || counted(then, INSERTION))) return "adopted";
  const more = kind === "kept" ? counted(now, DELETION) - counted(then, DELETION) : 0;
  return more > 0 ? "struck" : more < 0 ? "unstruck" : null;
}

/** Pictures, tables and their rows are suggested as a whole. */
export function turnOfBlock({ attrs, kind, content, other }: Block): Turn | null {
  if (kind === "gone" || content.some(part => !isBlock(part))) return null;
  const signs = String(attrs[SUGGESTION_ATTRIBUTE] ?? "").split(" ").map(sign => sign.split(":")[0]);
  if (signs.includes("insert") && kind === "added") return "suggested";
  if (signs.includes("delete") && kind === "kept") return "struck";
  return signs.includes(ADOPTED) && (kind === "added" || other !== 0) ? "adopted" : null;
}

/** Marks that may overlap carry eight signs behind their name. */
function counted(marks: Values, name: string): number {
  return Object.keys(marks).filter(key => key === name || key.startsWith(`${name}--`)).length;
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
    last.turn === run.turn &&
    alike(last.marks, run.marks);
  if (isSame) last.words += words;
  else found.push({ ...run, marks: { ...run.marks }, words });
}

function alike(a: Values, b: Values): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => JSON.stringify(a[key]) === JSON.stringify(b[key]));
}
