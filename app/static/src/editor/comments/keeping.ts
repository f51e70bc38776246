/** What is written but not sent yet stays in this browser: drafts, and letters that wait for the network. */
import { draftName } from "../../device/drafts";

export interface Letter {
  token: string;
  url: string;
  quote: string;
  fields: Record<string, string>;
}

const LETTER = "qinglan-letter-";

/** `whose`: person and document. Without storage (private windows) things live as long as the page. */
export class Keeping {
  private readonly whose: string;

  constructor(
    private readonly person: number,
    private readonly document: number,
  ) {
    this.whose = `${person}-${document}-`;
  }

  letters(): Letter[] {
    return this.keys(LETTER)
      .map(key => parsed(read(key)))
      .filter((letter): letter is Letter => letter !== null);
  }

  keep(letter: Letter): void {
    write(`${LETTER}${this.whose}${letter.token}`, JSON.stringify(letter));
  }

  forget(token: string): void {
    write(`${LETTER}${this.whose}${token}`, "");
  }

  draft(slot: string): string {
    return read(draftName(this.person, this.document, slot));
  }

  keepDraft(slot: string, words: string): void {
    write(draftName(this.person, this.document, slot), words);
  }

  private keys(kind: string): string[] {
    try {
      return Object.keys(localStorage).filter(key => key.startsWith(kind + this.whose)).sort();
    } catch {
      return [];
    }
  }
}

/** Random enough to be nobody else's; plain http has no `crypto.randomUUID`. */
export function freshToken(): string {
  const time = Date.now().toString(36).padStart(9, "0"); // letters are sent in the order they were written
  return time + [...crypto.getRandomValues(new Uint8Array(12))].map(byte => byte.toString(16).padStart(2, "0")).join("");
}

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function write(key: string, words: string): void {
  try {
    if (words) localStorage.setItem(key, words);
    else localStorage.removeItem(key);
  } catch {
    // full, or not allowed: the words are still on the page
  }
}

function parsed(text: string): Letter | null {
  try {
    const letter = JSON.parse(text) as Partial<Letter> | null;
    return letter?.token && letter.url && letter.fields ? (letter as Letter) : null;
  } catch {
    return null;
  }
}
