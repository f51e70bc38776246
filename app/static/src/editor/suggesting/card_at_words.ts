/**
 * The card of one suggestion at its words: for the one under the caret (tap, click, keyboard), else for the one
 * under the mouse. While the list is open, the list has those it shows; what was adopted long ago is told here only.
 */
import type { Page } from "../page";
import { faceOf, fillCard, type Rights } from "./cards";
import { sentBy, type Wishes } from "./panel";
import type { Pending } from "./reading";
import type { Register } from "./register";
import { thanksCard } from "./thanks";

const HOVER_AFTER = 250;
const GONE_AFTER = 350; // time to come over to the card

export class CardAtWords {
  private readonly root: HTMLElement | null;
  private readonly paper: HTMLElement | null;
  private pending: readonly Pending[] = [];
  private listed: readonly Pending[] = [];
  private rights: Rights = { me: 0, mayDecide: false, writable: false };
  private active: string | null = null;
  private hovered: string | null = null;
  private face = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly page: Page,
    private readonly register: Register,
    private readonly wishes: Wishes,
    private readonly back: () => void,
  ) {
    this.root = page.find("suggestion-card");
    this.paper = page.find("paper");
    this.paper?.addEventListener("mouseover", this.over);
    this.paper?.addEventListener("mouseout", this.out);
    this.root?.addEventListener("mouseenter", () => clearTimeout(this.timer));
    this.root?.addEventListener("mouseleave", this.out);
    this.root?.addEventListener("submit", event => this.sent(event));
    this.root?.addEventListener("click", event => this.clicked(event.target as Element));
    this.root?.addEventListener("keydown", event => {
      if (event.key === "Escape") this.back();
    });
    window.addEventListener("resize", this.place);
  }

  close(): void {
    clearTimeout(this.timer);
    window.removeEventListener("resize", this.place);
  }

  activate(key: string | null): void {
    this.active = key;
    this.show();
  }

  /** `listed`: those of the author whose suggestions the list is to show. */
  draw(pending: readonly Pending[], listed: readonly Pending[], rights: Rights): void {
    [this.pending, this.listed, this.rights] = [pending, listed, rights];
    this.show();
  }

  /** By keyboard from the text to the first button. */
  enter(): void {
    this.root?.querySelector<HTMLElement>("button.btn:not([hidden])")?.focus();
  }

  private show(): void {
    const { root, page, rights } = this;
    const form = page.find<HTMLTemplateElement>("suggestions-card")?.content.firstElementChild;
    if (!root || !form) return;
    const wanted = this.hovered ?? this.active;
    const isListed = this.listed.some(({ key }) => key === wanted);
    root.toggleAttribute("data-listed", isListed);
    const pending = isListed && page.root.dataset["suggestions"] === "open" ? undefined : this.pending.find(({ key }) => key === wanted);
    if (!pending) {
      const thanks = this.thanksFor(wanted);
      if (thanks) return this.showThanks(root, thanks);
      if (root.contains(document.activeElement)) this.back();
      this.face = "";
      root.replaceChildren();
      root.hidden = true;
      return;
    }
    const [author, entry] = [this.register.authorOf(pending.key), this.register.get(pending.key)];
    const face = faceOf(pending, author, entry, rights);
    if (face !== this.face) {
      this.face = face;
      const there = root.querySelector<HTMLElement>(`[data-key="${CSS.escape(pending.key)}"]`);
      const card = there ?? (form.cloneNode(true) as HTMLElement);
      fillCard(card, page, pending, author, entry, rights);
      card.setAttribute("data-active", "");
      if (!there) root.replaceChildren(card);
    }
    root.hidden = false;
    this.place();
  }

  private thanksFor(key: string | null): HTMLElement | null {
    const entry = key && !this.pending.some(each => each.key === key) ? this.register.get(key) : undefined;
    return entry ? thanksCard(this.page, entry) : null;
  }

  private showThanks(root: HTMLElement, card: HTMLElement): void {
    this.face = card.textContent ?? "";
    root.replaceChildren(card);
    root.hidden = false;
    this.place();
  }

  /** Below the first of its words, inside the paper. On small screens the style sheet puts it at the lower edge. */
  private readonly place = (): void => {
    const { root, paper } = this;
    const key = this.hovered ?? this.active;
    const parts = key && paper ? [...paper.querySelectorAll(`[data-suggestion~="${CSS.escape(key)}"]`)] : [];
    const words = parts.find(part => part.getBoundingClientRect().width > 0) ?? parts[0]; // of another look the old ones are hidden
    const desk = root?.offsetParent;
    if (!root || root.hidden || !words || !desk) return;
    const [at, within] = [words.getBoundingClientRect(), desk.getBoundingClientRect()];
    root.style.top = `${at.bottom - within.top + 4}px`;
    root.style.left = `${Math.max(8, Math.min(at.left - within.left, within.width - root.offsetWidth - 8))}px`;
  };

  private readonly over = (event: MouseEvent): void => {
    const key = (event.target as Element).closest<HTMLElement>(".suggestion")?.dataset["suggestion"]?.split(" ")[0];
    if (key && matchMedia("(hover: hover)").matches) this.soon(key, HOVER_AFTER);
  };

  private readonly out = (): void => this.soon(null, GONE_AFTER);

  private soon(key: string | null, pause: number): void {
    clearTimeout(this.timer);
    if (key === this.hovered || (!key && this.root?.contains(document.activeElement))) return;
    this.timer = setTimeout(() => {
      this.hovered = key;
      this.show();
    }, pause);
  }

  private clicked(target: Element): void {
    if (target.closest('[data-act="show"]') && this.active) this.wishes.go(this.active);
  }

  private sent(event: SubmitEvent): void {
    event.preventDefault();
    const said = sentBy(event);
    if (!said?.key) return;
    this.back(); // what is decided goes, and the card with it
    this.wishes.decide([said.key], said.verb, said.reason);
  }
}
