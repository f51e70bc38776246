/** A short sentence over the paper that goes away by itself. */
import type { Page } from "./page";

const SHOWN_MS = 8_000;
const TOGETHER_MS = 2_000; // what one deed has to say
let timer: ReturnType<typeof setTimeout> | undefined;
let since = 0;

export function notice(page: Page, sentence: string): void {
  const place = page.find("notice");
  if (!place) return;
  const isMore = !place.hidden && Date.now() - since < TOGETHER_MS;
  const earlier = isMore ? (place.textContent ?? "") : "";
  const gap = /[a-z0-9.!?]$/i.test(earlier) ? " " : ""; // Chinese sentences need none
  if (!earlier.includes(sentence)) place.textContent = earlier + gap + sentence;
  since = Date.now();
  place.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => {
    place.hidden = true;
  }, SHOWN_MS);
}
