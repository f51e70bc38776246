/**
 * The edits of the last seconds of a page that went, by the name of its copy.
 *
 * IndexedDB commits later than the key was pressed, and a page that is closed meanwhile takes the write with it; what is
 * put into localStorage before the page goes stays.
 */
const PREFIX = "qinglan-moments-";

export interface Moments {
  /** In base64. */
  edits: string;
  /** How many edits the server did not have then, in these moments or before, and which sections they take out. */
  unsent: number;
  without: string[];
}

/** null where nothing was left. */
export function readMoments(copy: string): Moments | null {
  try {
    const left = localStorage.getItem(PREFIX + copy);
    if (!left?.startsWith("{")) return left === null ? null : { edits: left, unsent: 0, without: [] }; // of an earlier release
    return JSON.parse(left) as Moments;
  } catch {
    return null;
  }
}

export function writeMoments(copy: string, moments: Moments): void {
  try {
    localStorage.setItem(PREFIX + copy, JSON.stringify(moments));
  } catch {
    // full, or a browser that keeps nothing: IndexedDB has all but the last milliseconds
  }
}

export function forgetMoments(copy: string): void {
  try {
    localStorage.removeItem(PREFIX + copy);
  } catch {
    // this browser keeps nothing
  }
}
