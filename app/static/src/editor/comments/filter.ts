/** Which threads are shown: open ones, settled ones, or those that concern this person. */
import type { Page } from "../page";

type Choice = "open" | "resolved" | "mine";

const FITS: Readonly<Record<Choice, (thread: HTMLElement) => boolean>> = {
  open: thread => thread.dataset["state"] === "open",
  resolved: thread => thread.dataset["state"] === "resolved",
  mine: thread => thread.hasAttribute("data-mine"),
};

export class Filter {
  private choice: Choice = "open";
  private readonly buttons: HTMLButtonElement[];

  constructor(
    private readonly page: Page,
    private readonly list: HTMLElement,
  ) {
    const bar = page.find("comments-filter");
    this.buttons = [...(bar?.querySelectorAll<HTMLButtonElement>("[data-filter]") ?? [])];
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.choose(choiceOf(button)));
    }
  }

  apply(): void {
    const threads = [...this.list.querySelectorAll<HTMLElement>(":scope > .thread")];
    for (const thread of threads) thread.hidden = !FITS[this.choice](thread);
    for (const button of this.buttons) {
      const count = threads.filter(FITS[choiceOf(button)]).length;
      const place = button.querySelector("[data-count]");
      if (place) place.textContent = count ? String(count) : "";
      button.setAttribute("aria-pressed", String(choiceOf(button) === this.choice));
    }
    const open = this.page.find("comments-toggle")?.querySelector("[data-count]");
    if (open) open.textContent = String(threads.filter(FITS.open).length || "");
    const none = this.page.find("comments-none");
    if (none) none.hidden = threads.some(thread => !thread.hidden);
  }

  /** The choice under which `thread` is shown. */
  reveal(thread: HTMLElement): void {
    if (thread.hidden) this.choose(thread.dataset["state"] === "open" ? "open" : "resolved");
  }

  private choose(choice: Choice): void {
    this.choice = choice;
    this.apply();
  }
}

function choiceOf(button: HTMLButtonElement): Choice {
  const name = button.dataset["filter"];
  return name === "resolved" || name === "mine" ? name : "open";
}
