/** What was written in the moments before a page went, when the copy may not have it yet. */
import { fromBase64, toBase64 } from "lib0/buffer";
import { applyUpdate, mergeUpdates, type Doc, type Transaction } from "yjs";
import { forgetMoments, readMoments, writeMoments } from "../device/moments";

const MOMENTS = 3_000;

/** Give back to `doc` what an earlier page left; `stored` resolves when the copy has it. */
export function restoreMoments(copy: string, doc: Doc, stored: () => Promise<void>): void {
  const left = readMoments(copy);
  if (left === null) return;
  applyUpdate(doc, fromBase64(left));
  void stored().then(() => forgetMoments(copy));
}

/** Keep the last moments of this page when it goes; returns how to stop. */
export function keepMoments(copy: string, doc: Doc): () => void {
  const recent: Uint8Array[] = [];
  const note = (update: Uint8Array, _origin: unknown, _doc: Doc, transaction: Transaction) => {
    if (!transaction.local) return;
    recent.push(update);
    setTimeout(() => recent.shift(), MOMENTS);
  };
  const leave = () => {
    if (recent.length === 0) return;
    const earlier = readMoments(copy);
    writeMoments(copy, toBase64(mergeUpdates(earlier === null ? recent : [fromBase64(earlier), ...recent])));
  };
  doc.on("update", note);
  addEventListener("pagehide", leave);
  return () => {
    doc.off("update", note);
    removeEventListener("pagehide", leave);
  };
}
