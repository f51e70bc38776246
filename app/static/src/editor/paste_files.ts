/** Which picture of the clipboard belongs where HTML from Word or WPS only names a file of the person's disk. */
import { fileOfRtf, picturesInRtf, type RtfPicture } from "./paste_rtf";

/** One picture as the HTML names it; `width` and `height` are 0 if not said. */
export interface Named {
  name: string;
  width: number;
  height: number;
}

const SAME_SIZE = 3; // pixels: programs round

/** A file for each of `named`, or null where there is none that a document could hold. */
export async function filesFor(named: readonly Named[], rtf: string, files: readonly File[]): Promise<(File | null)[]> {
  const found = rtf ? await picturesInRtf(rtf) : [];
  const [only] = files;
  if (!found.length && named.length === 1 && files.length === 1 && only) return [only];
  const chosen = matched(named, found);
  const made: (File | null)[] = [];
  for (const [index, picture] of chosen.entries()) made.push(picture && (await fileOfRtf(picture, named[index]?.name ?? "image")));
  return made;
}

/** One after the other; where their numbers differ, only those of the same size: a wrong picture is worse than none. */
export function matched(named: readonly Named[], found: readonly RtfPicture[]): (RtfPicture | null)[] {
  if (named.length === found.length) return [...found];
  let next = 0;
  return named.map(picture => {
    const at = found.findIndex((each, index) => index >= next && isOfSize(each, picture));
    if (at >= 0) next = at + 1;
    return found[at] ?? null;
  });
}

function isOfSize(found: RtfPicture, { width, height }: Named): boolean {
  if (!width || !height) return false;
  return Math.abs(found.width - width) <= SAME_SIZE && Math.abs(found.height - height) <= SAME_SIZE;
}
