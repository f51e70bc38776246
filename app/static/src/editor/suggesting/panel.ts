/** The list of open suggestions beside the paper, in the order of the text. */
import type { Page } from "../page";
import { confirmAll } from "./asking";
import { AuthorChoice } from "./authors";
import { arrange, faceOf, fillCard, type Rights } from "./cards";
import type { Pending } from "./reading";
import type { Register, Verb } from "./register";

export interface Wishes {
  decide(keys: readonly string[], verb: Verb, reason: string): void;
  go(key: string): void;
  setDefault(on: boolean): void;
  draw(): void;
}

export class SuggestionPanel {
  private readonly authors: AuthorChoice;
  private readonly faces = new Map<string, string>();
  /** Of whom the list is to be, in the order of the text. */
  listed: readonly Pending[] = [];

  constructor(
    private readonly page: Page,
    private readonly register: Register,
    private readonly root: HTMLElement,
    private readonly wishes: Wishes,
  ) {
    this.authors = new AuthorChoice(root, register);
    root.addEventListener("click", event => this.clicked(event));
    root.addEventListener("submit", event => this.sent(event));
    root.addEventListener("change", event => {
      const field = event.target as HTMLInputElement;
      if (field.dataset["act"] === "default") wishes.setDefault(field.checked);
      if (field.name === "author") wishes.draw();
    });
    page.find("suggestions-toggle")?.addEventListener("click", () => this.open(!this.isOpen));
    page.find("suggestions-close")?.addEventListener("click", () => {
      this.open(false);
      page.find("suggestions-toggle")?.focus();
    });
  }

  get isOpen(): boolean {
    return this.page.root.dataset["suggestions"] === "open";
  }

  open(open: boolean): void {
    this.page.root.dataset["suggestions"] = open ? "open" : "closed";
    this.page.find("suggestions-toggle")?.setAttribute("aria-expanded", String(open));
  }

  draw(pending: readonly Pending[], rights: Rights): void {
    const list = this.page.find("suggestions-list");
    const form = this.page.find<HTMLTemplateElement>("suggestions-card")?.content.firstElementChild;
    if (!list || !form) return;
    this.listed = this.authors.filter(pending);
    const old = new Map([...list.querySelectorAll<HTMLElement>("[data-key]")].map(card => [card.dataset["key"], card]));
    const cards = this.listed.map(each => {
      const [author, entry] = [this.register.authorOf(each.key), this.register.get(each.key)];
      const face = faceOf(each, author, entry, rights);
      const there = old.get(each.key);
      const card = there ?? (form.cloneNode(true) as HTMLElement);
      if (!there || this.faces.get(each.key) !== face) fillCard(card, this.page, each, author, entry, rights);
      this.faces.set(each.key, face);
      return card;
    });
    arrange(list, cards);
    this.count(pending.length, rights);
  }

  /** By keyboard to the first button of the chosen one. */
  enter(): void {
    this.root.querySelector<HTMLElement>("[data-active] button.btn:not([hidden])")?.focus();
  }

  mark(key: string | null): void {
    for (const card of this.root.querySelectorAll<HTMLElement>("[data-key]")) {
      card.toggleAttribute("data-active", card.dataset["key"] === key);
      if (key && card.dataset["key"] === key && this.isOpen) card.scrollIntoView({ block: "nearest" });
    }
  }

  private count(count: number, { mayDecide, writable }: Rights): void {
    for (const place of document.querySelectorAll<HTMLElement>('[data-coedit="suggestions-toggle"] [data-count]')) {
      place.textContent = count ? String(count) : "";
    }
    this.page.find("suggestions-none")?.toggleAttribute("hidden", count > 0);
    this.page.find("suggestions-all")?.toggleAttribute("hidden", !count);
    for (const button of this.root.querySelectorAll('[data-may="decide"]')) button.toggleAttribute("hidden", !mayDecide || !writable);
    const wish = this.page.find("suggestions-default");
    wish?.toggleAttribute("hidden", !mayDecide);
    const box = wish?.querySelector("input");
    if (box) box.checked = this.register.suggestByDefault;
  }

  private clicked(event: Event): void {
    const target = event.target as Element;
    const key = target.closest<HTMLElement>("[data-key]")?.dataset["key"];
    if (key && target.closest('[data-act="show"]')) this.wishes.go(key);
  }

  private sent(event: SubmitEvent): void {
    event.preventDefault();
    const said = sentBy(event);
    if (!said) return;
    const { key, verb, reason } = said;
    if (key) this.wishes.decide([key], verb, reason);
    else if (verb !== "withdraw") void this.decideAll(verb);
  }

  /** Those that were listed when it was asked: what comes meanwhile nobody has seen. */
  private async decideAll(verb: "adopt" | "reject"): Promise<void> {
    const keys = this.listed.map(each => each.key);
    const agreed = await confirmAll(this.page, verb, this.authors.name ?? this.page.text("suggestEverybody"), keys.length);
    if (agreed) this.wishes.decide(keys, verb, "");
  }
}

interface Said {
  verb: Verb;
  key: string | undefined; // of the card in which it was said
  reason: string;
}

export function sentBy(event: SubmitEvent): Said | null {
  const form = event.target as HTMLFormElement;
  const verb = (event.submitter as HTMLButtonElement | null)?.value as Verb | undefined;
  const reason = String(new FormData(form).get("reason") ?? "");
  const key = form.closest<HTMLElement>("[data-key]")?.dataset["key"];
  return verb ? { verb, key, reason } : null;
}
