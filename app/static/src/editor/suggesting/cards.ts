/** One card of the list: who suggests what, and what may be done about it. */
import type { Page } from "../page";
import type { Pending } from "./reading";
import type { Author, Entry } from "./register";

export interface Rights {
  me: number;
  mayDecide: boolean;
  writable: boolean;
}

/** A card that stands there already keeps its buttons: somebody's finger may be on one. */
export function fillCard(card: HTMLElement, page: Page, pending: Pending, author: Author | undefined, entry: Entry | undefined, rights: Rights): void {
  const fill = (part: string, words: string) => {
    const place = card.querySelector<HTMLElement>(`[data-part="${part}"]`);
    if (place) place.textContent = words;
    place?.toggleAttribute("hidden", !words);
  };
  card.dataset["key"] = pending.key;
  if (author) card.style.setProperty("--author", author.color);
  fill("name", author?.name ?? "");
  fill("place", [author?.school, entry?.when ?? page.text("suggestFresh"), entry?.section].filter(Boolean).join(" · "));
  const onlyLooks = pending.inserted !== "" && pending.inserted === pending.deleted;
  fill("deleted", onlyLooks ? "" : pending.deleted);
  fill("inserted", pending.inserted);
  fill("things", onlyLooks ? page.text("suggestLooks") : thingsOf(page, pending));
  const mine = author?.id === rights.me;
  const offer = (verb: string, offered: boolean) =>
    card.querySelectorAll(`[data-verb="${verb}"]`).forEach(each => each.toggleAttribute("hidden", !offered));
  offer("adopt", rights.writable && rights.mayDecide);
  offer("reject", rights.writable && rights.mayDecide);
  offer("withdraw", rights.writable && mine && !rights.mayDecide);
}

/** What is gone goes, what is new comes to its place, and what stays is not touched. */
export function arrange(list: HTMLElement, cards: readonly HTMLElement[]): void {
  for (const card of [...list.children]) if (!cards.includes(card as HTMLElement)) card.remove();
  cards.forEach((card, at) => {
    if (list.children[at] !== card) list.insertBefore(card, list.children[at] ?? null);
  });
}

/** Two cards that would look the same need no redrawing. */
export function faceOf(pending: Pending, author: Author | undefined, entry: Entry | undefined, rights: Rights): string {
  return JSON.stringify([pending.key, pending.inserted, pending.deleted, pending.things, author, entry, rights]);
}

function thingsOf(page: Page, { things }: Pending): string {
  const said = things.map(({ kind, name }) => {
    const verb = page.text(kind === "insert" ? "suggestAdds" : kind === "join" ? "suggestJoins" : "suggestDrops");
    const what = page.text(`suggestThing${name.charAt(0).toUpperCase()}${name.slice(1)}`);
    return kind === "join" ? verb : `${verb}${what}`;
  });
  return [...new Set(said)].join(page.text("listSeparator"));
}
