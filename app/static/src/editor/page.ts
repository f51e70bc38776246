/** What the server wrote into the page for the room: numbers, addresses and every sentence in its language. */
import { csrfToken } from "../device/token";

export interface Page {
  root: HTMLElement;
  documentId: number;
  epoch: string;
  me: { id: number; name: string; school: string; color: string };
  pictureUrl: string;
  /** Asked anew each time: after an absence it may be another one. */
  readonly csrf: string;
  title: string;
  /** A sentence by its key (`data-t-not-allowed` is `notAllowed`), `{n}` filled in. */
  text(key: string, values?: Record<string, string | number>): string;
  find<T extends HTMLElement>(slot: string): T | null;
}

export function readPage(root: HTMLElement): Page {
  const given = root.dataset;
  const sentences = root.querySelector<HTMLElement>("[data-coedit-sentences]")?.dataset ?? {};
  return {
    root,
    documentId: Number(given["documentId"]),
    epoch: given["epoch"] ?? "",
    me: {
      id: Number(given["meId"]),
      name: given["meName"] ?? "",
      school: given["meSchool"] ?? "",
      color: given["meColor"] ?? "",
    },
    pictureUrl: given["pictureUrl"] ?? "",
    get csrf() {
      return csrfToken();
    },
    title: given["title"] ?? "",
    text(key, values = {}) {
      const sentence = sentences[`t${key.charAt(0).toUpperCase()}${key.slice(1)}`] ?? key;
      return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
    },
    find: slot => document.querySelector(`[data-coedit="${slot}"]`),
  };
}

/** `not_saved` from the server is `reasonNotSaved` on the page; unknown reasons get the general sentence. */
export function sentenceOf(page: Page, code: string): string {
  if (/[^\x20-\x7e]/.test(code)) return code; // already a sentence
  const key = `reason${code.split("_").map(part => part.charAt(0).toUpperCase() + part.slice(1)).join("")}`;
  const sentence = page.text(key);
  return sentence === key ? page.text("reasonOther") : sentence;
}
