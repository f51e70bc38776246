/** What stands beside the text and has changed: those who show it fetch it again. */
import type { Page } from "./page";

const NAME = "coedit:news";
/** The line to the server is there again: anything may have changed meanwhile. */
export const EVERYTHING = "*";

export function tellNews(page: Page, what: string): void {
  page.root.dispatchEvent(new CustomEvent(NAME, { detail: what }));
}

export function onNews(page: Page, what: string, listen: () => void): () => void {
  const heard = (event: Event) => {
    const told: unknown = (event as CustomEvent).detail;
    if (told === what || told === EVERYTHING) listen();
  };
  page.root.addEventListener(NAME, heard);
  return () => page.root.removeEventListener(NAME, heard);
}
