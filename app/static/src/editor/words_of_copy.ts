/** What a copy in this browser holds beyond the server, as plain text; fetched only where it is needed. */
import { IndexeddbPersistence } from "y-indexeddb";
import { Doc } from "yjs";
import { unsyncedWords } from "./unsynced";

export async function wordsOfCopy(name: string): Promise<string> {
  const doc = new Doc();
  const copy = new IndexeddbPersistence(name, doc);
  await copy.whenSynced;
  const vector: unknown = await copy.get("vector");
  const words = unsyncedWords(doc, vector instanceof Uint8Array ? vector : null);
  doc.destroy(); // closes the copy too
  return words;
}
