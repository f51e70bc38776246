/** What this browser holds and the server lacks. */
import { applyUpdate, decodeUpdate, encodeStateAsUpdate, type Doc } from "yjs";

type Deletions = ReturnType<typeof decodeUpdate>["ds"]["clients"];

/**
 * The update the server lacks, or null. A difference always lists every deletion of the document, so it is
 * never empty by itself: only deletions that are missing in `answer`, the server's own difference, count.
 */
export function differenceFor(doc: Doc, serverVector: Uint8Array, answer: Uint8Array): Uint8Array | null {
  const difference = encodeStateAsUpdate(doc, serverVector);
  const ours = decodeUpdate(difference);
  if (ours.structs.length) return difference;
  const known = decodeUpdate(answer).ds.clients;
  return covers(known, ours.ds.clients) ? null : difference;
}

function covers(known: Deletions, asked: Deletions): boolean {
  for (const [client, ranges] of asked) {
    const have = [...(known.get(client) ?? [])].sort((a, b) => a.clock - b.clock);
    for (const range of ranges) {
      if (!covered(range.clock, range.clock + range.len, have)) return false;
    }
  }
  return true;
}

function covered(from: number, end: number, ranges: { clock: number; len: number }[]): boolean {
  let reached = from;
  for (const range of ranges) {
    if (range.clock <= reached) reached = Math.max(reached, range.clock + range.len);
    if (reached >= end) return true;
  }
  return reached >= end;
}

/** Whether an update could be read. If not, this copy is half-changed: nobody may write on in it. */
export function taken(doc: Doc, update: Uint8Array, origin: unknown): boolean {
  try {
    applyUpdate(doc, update, origin);
    return true;
  } catch (error) {
    console.error(error);
    return false;
  }
}
