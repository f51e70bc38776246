/** Short sentences over the paper: most go away by themselves, those about something left out stay until they are closed. */
import type { Page } from "./page";

const SHOWN_MS = 8_000;
const OFFERED_MS = 15_000;
const TOGETHER_MS = 2_000; // what one deed has to say

/** One thing that may be taken back: done once, or gone with its sentence. */
export interface Offer {
  taken(): void;
  gone(): void;
}

class Board {
  private offered: Offer | null = null;
  private lasting: string[] = [];
  private passing: string[] = [];
  private since = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly place: HTMLElement) {
    this.find("close")?.addEventListener("click", () => {
      this.lasting = [];
      this.pass();
    });
    this.find("undo")?.addEventListener("click", () => {
      const { offered } = this;
      this.offered = null;
      this.pass();
      offered?.taken();
    });
  }

  stay(sentence: string): void {
    if (!this.lasting.includes(sentence)) this.lasting.push(sentence);
    this.draw();
  }

  show(sentence: string, offered: Offer | null = null): void {
    if (offered || Date.now() - this.since > TOGETHER_MS) this.passing = [];
    if (offered) this.leave(offered);
    if (!this.passing.includes(sentence)) this.passing.push(sentence);
    this.since = Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pass(), this.offered ? OFFERED_MS : SHOWN_MS);
    this.draw();
  }

  private leave(offered: Offer | null): void {
    this.offered?.gone();
    this.offered = offered;
  }

  private pass(): void {
    this.leave(null);
    this.passing = [];
    this.draw();
  }

  private draw(): void {
    const words = this.find("words");
    const close = this.find("close");
    const all = [...this.lasting, ...this.passing];
    if (words) words.textContent = all.reduce(joined, "");
    this.find("undo")?.toggleAttribute("hidden", !this.offered);
    if (close) close.hidden = !this.lasting.length;
    this.place.hidden = !all.length;
  }

  private find(part: "words" | "undo" | "close"): HTMLElement | null {
    return this.place.querySelector<HTMLElement>(`[data-notice="${part}"]`);
  }
}

const boards = new WeakMap<HTMLElement, Board>();

function boardOf(page: Page): Board | null {
  const place = page.find("notice");
  if (!place) return null;
  const board = boards.get(place) ?? new Board(place);
  boards.set(place, board);
  return board;
}

/** Chinese sentences need no gap between them. */
function joined(earlier: string, sentence: string): string {
  return earlier + (/[a-z0-9.!?]$/i.test(earlier) ? " " : "") + sentence;
}

export function notice(page: Page, sentence: string): void {
  boardOf(page)?.show(sentence);
}

export function offer(page: Page, sentence: string, offered: Offer): void {
  boardOf(page)?.show(sentence, offered);
}

/** What is not there as it was copied: whoever looks at the clipboard's source meanwhile finds it still said. */
export function lastingNotice(page: Page, sentence: string): void {
  boardOf(page)?.stay(sentence);
}
