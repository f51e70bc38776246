/** What the provider needs of the page it works for. */
import type { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";
import type { Status } from "./status";
import type { Joined, Wire } from "./wire";

export interface Host {
  doc: Doc;
  awareness: Awareness;
  wire: Wire;
  id: number;
  epoch: string;
  /** Whose page this is: words are never sent in another person's name. */
  person: number;
  schema: number;
  onStatus(status: Status): void;
  onJoined(answer: Joined): void;
  /** Something of the others is about to change the text. */
  onIncoming(): void;
  /** The page's words for a reason the server sent without a sentence. */
  sentence(code: string): string;
}
