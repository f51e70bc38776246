/** Tries again: at once the first time, then ever later while nothing gets better. */
const FIRST_MS = 600;
const LAST_MS = 15_000;

export class Patience {
  private wait = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  again(attempt: () => void, least = 0): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(attempt, Math.max(this.wait, least));
    this.wait = Math.min(Math.max(this.wait * 2, FIRST_MS), LAST_MS);
  }

  /** Something was stored: the next trouble is a new one. */
  renew(): void {
    this.wait = 0;
  }

  cancel(): void {
    clearTimeout(this.timer);
  }
}
