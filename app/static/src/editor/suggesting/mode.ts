/** Whether this person writes or suggests here, and under which keys. Remembered per document and person. */
import type { Page } from "../page";
import type { OwnClients } from "./own_clients";
import type { Register } from "./register";
import type { Writer } from "./tokens";

export class Mode implements Writer {
  private wish = false;
  private number = 1;
  private readonly slot: string;
  private wasDefault = false;
  private confined = false;

  constructor(
    private readonly page: Page,
    private readonly client: number,
    private readonly register: Register,
    private readonly own: OwnClients,
  ) {
    this.slot = `qinglan-suggesting-${page.me.id}-${page.documentId}`;
    this.wish = stored(this.slot) === "on";
    this.show();
  }

  get suggesting(): boolean {
    return this.wish || this.confined;
  }

  /** Whether this person may do no more than suggest: the server takes nothing else. */
  confine(confined: boolean): void {
    if (confined === this.confined) return;
    this.confined = confined;
    this.show();
  }

  owns(key: string): boolean {
    const entry = this.register.get(key);
    const mine = entry ? entry.author.id === this.page.me.id : this.own.has(Number(key.split("-")[0]));
    return mine && entry?.decidedBy == null;
  }

  continues(key: string): boolean {
    return this.owns(key);
  }

  next(): string {
    return `${this.client}-${this.number}`;
  }

  /** That key stands in the text now. */
  spend(key: string): void {
    if (key !== this.next()) return;
    this.number += 1;
    this.own.keep();
  }

  choose(suggesting: boolean): void {
    this.wish = suggesting;
    store(this.slot, suggesting ? "on" : "off");
    this.show();
  }

  /** What those in charge wish for everybody else; a new wish counts more than an old choice. */
  follow(): void {
    const { mayDecide, suggestByDefault } = this.register;
    if (suggestByDefault && !this.wasDefault && !mayDecide && stored(this.slot) !== "off") this.wish = true;
    this.wasDefault = suggestByDefault;
    this.show();
  }

  private show(): void {
    this.page.root.dataset["mode"] = this.suggesting ? "suggest" : "free";
    this.page.root.toggleAttribute("data-only-suggest", this.confined);
    for (const button of document.querySelectorAll<HTMLElement>("[data-mode-choice]")) {
      button.setAttribute("aria-pressed", String((button.dataset["modeChoice"] === "suggest") === this.suggesting));
    }
  }
}

function stored(slot: string): string | null {
  try {
    return localStorage.getItem(slot);
  } catch {
    return null;
  }
}

function store(slot: string, value: string): void {
  try {
    localStorage.setItem(slot, value);
  } catch {
    // then it is chosen again the next time
  }
}
