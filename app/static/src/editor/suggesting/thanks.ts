/** Whose words these were before they were adopted: a card at the words, for ever. */
import type { Page } from "../page";
import type { Entry } from "./register";

export function thanksCard(page: Page, { key, thanks }: Entry): HTMLElement | null {
  if (!thanks) return null;
  const card = document.createElement("li");
  card.className = "thread advice-card advice-thanks small";
  card.dataset["key"] = key;
  const [who, when] = [document.createElement("b"), document.createElement("span")];
  who.textContent = page.text("adoptedFrom", { who: thanks.who });
  when.className = "muted";
  when.textContent = page.text("adoptedBy", { day: thanks.when, name: thanks.by });
  card.append(who, " ", when);
  return card;
}
