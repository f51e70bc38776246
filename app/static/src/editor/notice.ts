/** A short sentence over the paper that goes away by itself. */
import type { Page } from "./page";

const SHOWN_MS = 8_000;
let timer: ReturnType<typeof setTimeout> | undefined;

export function notice(page: Page, sentence: string): void {
  const place = page.find("notice");
  if (!place) return;
  place.textContent = sentence;
  place.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => {
    place.hidden = true;
  }, SHOWN_MS);
}
