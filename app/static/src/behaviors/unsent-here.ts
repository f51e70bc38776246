/** "3 edits are only in this browser", with the way to each plan: this person's own. */
import { copiesHere, type Copy } from "../device/copies";
import { personHere } from "../device/person";

export function unsentHere(element: HTMLElement): () => void {
  const show = () => void copiesHere().then(copies => list(element, copies), () => undefined);
  const again = () => document.visibilityState === "visible" && show();
  show();
  document.addEventListener("visibilitychange", again);
  window.addEventListener("pageshow", again);
  return () => {
    document.removeEventListener("visibilitychange", again);
    window.removeEventListener("pageshow", again);
  };
}

function list(element: HTMLElement, copies: Copy[]): void {
  const mine = copies.filter(copy => copy.person === personHere()?.id && copy.unsent > 0 && copy.address);
  element.querySelector("[data-list]")?.replaceChildren(...mine.map(copy => line(element, copy)));
  element.hidden = mine.length === 0;
}

function line(element: HTMLElement, copy: Copy): HTMLLIElement {
  const [item, link, count] = [document.createElement("li"), document.createElement("a"), document.createElement("strong")];
  link.href = copy.address;
  link.textContent = copy.title || (element.dataset["tUntitled"] ?? "");
  count.textContent = (element.dataset["tUnsent"] ?? "").replace("{n}", String(copy.unsent));
  item.append(count, " ", link);
  return item;
}
