/** Short sentences over the paper: most go away by themselves, those about something left out stay until they are closed. */
import type { Page } from "./page";

const SHOWN_MS = 8_000;
const TOGETHER_MS = 2_000; // what one deed has to say

class Board {
  private lasting: string[] = [];
  private passing: string[] = [];
  private since = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly place: HTMLElement) {
    this.find("close")?.addEventListener("click", () => {
      this.lasting = [];
      this.pass();
    });
  }

  stay(sentence: string): void {
    if (!this.lasting.includes(sentence)) this.lasting.push(sentence);
    this.draw();
  }

  show(sentence: string): void {
    if (Date.now() - this.since > TOGETHER_MS) this.passing = [];
    if (!this.passing.includes(sentence)) this.passing.push(sentence);
    this.since = Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pass(), SHOWN_MS);
    this.draw();
  }

  private pass(): void {
    this.passing = [];
    this.draw();
  }

  private draw(): void {
    const words = this.find("words");
    const close = this.find("close");
    const all = [...this.lasting, ...this.passing];
    if (words) words.textContent = all.reduce(joined, "");
    if (close) close.hidden = !this.lasting.length;
    this.place.hidden = !all.length;
  }

  private find(part: "words" | "close"): HTMLElement | null {
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

/** What is not there as it was copied: whoever looks at the clipboard's source meanwhile finds it still said. */
export function lastingNotice(page: Page, sentence: string): void {
  boardOf(page)?.stay(sentence);
}
