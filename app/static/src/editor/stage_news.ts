/** The state of the preparation and its next step, in the header: as they are now, without loading the page again. */
import { refresh } from "../behaviors";
import { fetchPanel } from "./comments/post";
import { onNews } from "./news";
import type { Page } from "./page";

const PARTS = ["state", "next"] as const;

export function followStage(page: Page): () => void {
  const url = page.find("state")?.dataset["url"];
  if (!url) return () => undefined;
  let asked = 0;
  const look = async () => {
    const mine = (asked += 1);
    const outcome = await fetchPanel(page, url);
    if (!outcome || !("html" in outcome) || mine !== asked) return;
    const now = new DOMParser().parseFromString(outcome.html, "text/html");
    PARTS.forEach(part => show(page.find(part), now.querySelector(`[data-part="${part}"]`)));
    refresh();
  };
  return onNews(page, "standing", () => void look());
}

/** What says the same stays: somebody may be about to press it. */
function show(place: HTMLElement | null, now: Element | null): void {
  if (place && now && wordsOf(place) !== wordsOf(now)) place.replaceChildren(...now.childNodes);
}

function wordsOf(element: Element): string {
  return element.textContent.replace(/\s+/g, "");
}
