/** What a thing looks like at a moment, to find it again where it was deleted and came back. */
import { SAME } from "./alignment";
import { isBlock, type Part, type Values } from "./parts";

export interface Face {
  name: string;
  /** Equal for two that show the same: words, their look, and all that is within. */
  digest: string;
  lines: string[];
  keys: ReadonlySet<number>;
}

/** A row would have too many cells if one were shown as gone beside another that came. */
const CELLS: ReadonlySet<string> = new Set(["tableCell", "tableHeader"]);
export const TEXT = "text";
/** Not pictures and the like: one is never another. */
const FOR_WORDS: ReadonlySet<string> = new Set([TEXT, "paragraph", "heading", "codeBlock"]);
const HALF = 0.5;
const FAINT = 0.1;

export function faceOf(name: string, parts: readonly Part[], keys: ReadonlySet<number>): Face {
  return { name, digest: JSON.stringify(joined(parts)), lines: parts.some(isBlock) ? parts.flatMap(linesOf) : said(parts), keys };
}

/** The same, or the same kind of thing with half of its lines or words, or one that was empty and is filled. */
export function likenessOf(a: Face, b: Face): number {
  if (a.name !== b.name) return 0;
  if (a.digest === b.digest) return SAME;
  const shared = Math.max(share(a.lines, b.lines), share([...a.keys], [...b.keys]));
  if (shared >= HALF) return shared;
  const isFilled = FOR_WORDS.has(a.name) && (a.keys.size === 0 || b.keys.size === 0);
  return isFilled || CELLS.has(a.name) ? FAINT : 0;
}

function share<T>(a: readonly T[], b: readonly T[]): number {
  const left = new Map<T, number>();
  for (const each of a) left.set(each, (left.get(each) ?? 0) + 1);
  let both = 0;
  for (const each of b) {
    const count = left.get(each) ?? 0;
    if (count > 0) both += 1;
    left.set(each, count - 1);
  }
  return both / Math.max(1, a.length, b.length);
}

function linesOf(part: Part): string[] {
  if (!isBlock(part)) return [];
  return part.content.some(each => !isBlock(each)) ? said(part.content) : part.content.flatMap(linesOf);
}

function said(parts: readonly Part[]): string[] {
  const words = parts.map(part => (isBlock(part) ? "" : part.words)).join("");
  return words ? [words] : [];
}

/** Without whose it is, and without the seams between the words of two people. */
function joined(parts: readonly Part[]): unknown[] {
  const found: unknown[] = [];
  let [words, look] = ["", ""];
  const close = () => {
    if (words) found.push([words, look]);
    words = "";
  };
  for (const part of parts) {
    const next = isBlock(part) ? "" : told(part.marks);
    if (isBlock(part) || next !== look) close();
    if (isBlock(part)) found.push([part.name, told(part.attrs), joined(part.content)]);
    else words += part.words;
    look = next;
  }
  close();
  return found;
}

/** An attribute that says nothing is like one that is not there. */
function told(values: Values): string {
  return JSON.stringify(Object.entries(values).filter(([, value]) => value !== null && value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
}
