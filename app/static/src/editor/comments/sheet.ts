/** Shows and hides the comments: a column beside the paper, a sheet from below where there is no room. */
import type { Page } from "../page";

const CLOSED = "qinglan-comments-closed";

export class Sheet {
  private readonly wide = window.matchMedia("(min-width: 1100px)");
  private readonly toggle: HTMLElement | null;

  constructor(private readonly page: Page) {
    this.toggle = page.find("comments-toggle");
    this.set(this.wide.matches && !wasClosed());
    this.toggle?.addEventListener("click", () => this.choose(!this.isOpen));
    page.find("comments-close")?.addEventListener("click", () => {
      this.choose(false);
      this.toggle?.focus();
    });
    page.root.addEventListener("keydown", event => {
      if (event.key !== "Escape" || event.defaultPrevented || this.wide.matches || !this.isOpen) return;
      this.set(false);
      this.toggle?.focus();
    });
  }

  get isOpen(): boolean {
    return this.page.root.dataset["comments"] === "open";
  }

  /** Whether it covers the paper when it is open. */
  get covers(): boolean {
    return !this.wide.matches;
  }

  open(): void {
    this.set(true);
  }

  close(): void {
    this.set(false);
  }

  private choose(open: boolean): void {
    this.set(open);
    if (this.wide.matches) remember(!open);
  }

  private set(open: boolean): void {
    this.page.root.dataset["comments"] = open ? "open" : "closed";
    this.toggle?.setAttribute("aria-expanded", String(open));
  }
}

function wasClosed(): boolean {
  try {
    return localStorage.getItem(CLOSED) !== null;
  } catch {
    return false;
  }
}

function remember(closed: boolean): void {
  try {
    if (closed) localStorage.setItem(CLOSED, "1");
    else localStorage.removeItem(CLOSED);
  } catch {
    // then it is open the next time
  }
}
