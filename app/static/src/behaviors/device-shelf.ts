/** The page for offline times: why it is here, and which plans are on this device, by whom. */
import { copiesHere, type Copy } from "../device/copies";
import { forgetEverything, ownerHere } from "../device/owner";

export function deviceShelf(element: HTMLElement): () => void {
  const reason = document.documentElement.dataset["offline"] ?? "page";
  for (const words of element.querySelectorAll<HTMLElement>("[data-for]")) {
    words.hidden = !words.dataset["for"]?.split(" ").includes(reason);
    if (words.localName === "h1" && !words.hidden) document.title = words.innerText.trim();
  }
  element.querySelector<HTMLElement>("[data-retry]")?.toggleAttribute("hidden", reason !== "page");
  const before = reason === "sign-out" ? forgetEverything() : Promise.resolve();
  void before.then(copiesHere).then(copies => list(element, copies), () => undefined);
  const back = () => reason === "page" && location.reload();
  window.addEventListener("online", back);
  return () => window.removeEventListener("online", back);
}

function list(element: HTMLElement, copies: Copy[]): void {
  const owner = ownerHere();
  const items = copies.sort((a, b) => b.unsent - a.unsent).map(copy => line(element, copy, copy.person === owner));
  element.querySelector("[data-list]")?.replaceChildren(...items);
  element.querySelector<HTMLElement>("[data-shelf]")?.toggleAttribute("hidden", items.length === 0);
}

function line(element: HTMLElement, copy: Copy, own: boolean): HTMLLIElement {
  const words = (key: string) => element.dataset[key] ?? "";
  const item = document.createElement("li");
  item.className = "row";
  const title = document.createElement(own && copy.address ? "a" : "span");
  title.className = "row-title row-main";
  title.textContent = copy.title || words("tUntitled");
  if (title instanceof HTMLAnchorElement) title.href = copy.address;
  const state = document.createElement("span");
  state.className = copy.unsent > 0 ? "unsent-count" : "muted small";
  state.textContent = copy.unsent > 0 ? words("tUnsent").replace("{n}", String(copy.unsent)) : words("tSaved");
  const by = document.createElement("span");
  by.className = "muted small";
  by.textContent = own ? copy.by : words("tOthers").replace("{name}", copy.by || words("tSomebody"));
  item.append(title, state, by);
  return item;
}
