/**
 * The edits of the last seconds of a page that went, by the name of its copy.
 *
 * IndexedDB commits later than the key was pressed, and a page that is closed meanwhile takes the write with it; what is
 * put into localStorage before the page goes stays.
 */
const PREFIX = "qinglan-moments-";

/** In base64; null where nothing was left. */
export function readMoments(copy: string): string | null {
  try {
    return localStorage.getItem(PREFIX + copy);
  } catch {
    return null;
  }
}

export function writeMoments(copy: string, moments: string): void {
  try {
    localStorage.setItem(PREFIX + copy, moments);
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
