/** What was written in the moments before a page went, when the copy may not have it yet. */
import { fromBase64, toBase64 } from "lib0/buffer";
import { applyUpdate, mergeUpdates, type Doc, type Transaction } from "yjs";
import { forgetMoments, readMoments, writeMoments, type Moments } from "../device/moments";

const MOMENTS = 3_000;

/** Give back to `doc` what an earlier page left, and say what; `stored` resolves when the copy has it. */
export function restoreMoments(copy: string, doc: Doc, stored: () => Promise<void>): Moments | null {
  const left = readMoments(copy);
  if (left === null) return null;
  applyUpdate(doc, fromBase64(left.edits));
  void stored().then(() => forgetMoments(copy));
  return left;
}

type Unsent = Omit<Moments, "edits">;

/** Keep the last moments of this page when it goes, and all that a slow disk has not taken yet; returns how to stop. */
export function keepMoments(copy: string, doc: Doc, stored: () => Promise<void>, unsent: () => Unsent): () => void {
  const recent: Uint8Array[] = [];
  const note = (update: Uint8Array, _origin: unknown, _doc: Doc, transaction: Transaction) => {
    if (!transaction.local) return;
    recent.push(update);
    const forget = () => recent.shift();
    setTimeout(() => void stored().then(forget, forget), MOMENTS); // refused: there is no copy any more
  };
  const leave = () => {
    if (recent.length === 0) return;
    const earlier = readMoments(copy);
    const edits = mergeUpdates(earlier === null ? recent : [fromBase64(earlier.edits), ...recent]);
    writeMoments(copy, { edits: toBase64(edits), ...unsent() });
  };
  doc.on("update", note);
  addEventListener("pagehide", leave);
  return () => {
    doc.off("update", note);
    removeEventListener("pagehide", leave);
  };
}
