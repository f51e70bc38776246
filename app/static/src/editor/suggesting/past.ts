/** What became of earlier suggestions, and why: the newest decisions first. */
import type { Page } from "../page";
import type { Entry } from "./register";

const MOST_SHOWN = 50;

export function drawPast(page: Page, entries: readonly Entry[]): void {
  const [frame, list] = [page.find<HTMLDetailsElement>("suggestions-past"), page.find("suggestions-settled")];
  const form = page.find<HTMLTemplateElement>("suggestions-settled-one")?.content.firstElementChild;
  if (!frame || !list || !form) return;
  const decided = entries.filter(({ state }) => state === "adopted" || state === "rejected");
  decided.sort((a, b) => (b.decidedAt ?? "").localeCompare(a.decidedAt ?? ""));
  list.replaceChildren(...decided.slice(0, MOST_SHOWN).map(entry => lineOf(page, form, entry)));
  frame.hidden = decided.length === 0;
  const count = frame.querySelector("[data-count]");
  if (count) count.textContent = String(decided.length);
}

function lineOf(page: Page, form: Element, entry: Entry): HTMLElement {
  const line = form.cloneNode(true) as HTMLElement;
  const fill = (part: string, words: string) => {
    const place = line.querySelector<HTMLElement>(`[data-part="${part}"]`);
    if (place) place.textContent = words;
    place?.toggleAttribute("hidden", !words);
  };
  const { author, state, reason } = entry;
  fill("deleted", entry.deleted.replaceAll("¶", "").trim());
  fill("inserted", entry.inserted.trim());
  fill("name", author.name);
  fill("place", [author.school, entry.section].filter(Boolean).join(" · "));
  const said = state === "adopted" ? "suggestAdopted" : "suggestRejected";
  const name = entry.decidedBy?.name ?? "";
  fill("verdict", page.text(reason ? `${said}Because` : said, { name, reason }));
  return line;
}
