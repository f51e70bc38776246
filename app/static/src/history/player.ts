/** Goes through the rows of a log at a speed; a frame shows as many as are due, and never more than it can. */
const ROWS_A_SECOND = 12; // at speed 1

type Frame = (callback: (now: number) => void) => number;

export class Player {
  at: number;
  onPause: () => void = () => undefined;
  private frame = 0;
  private begun = 0;
  private from = 0;
  private speed = 1;

  constructor(
    private readonly authors: readonly number[],
    private readonly show: (seq: number) => void,
    private readonly next: Frame = callback => requestAnimationFrame(callback),
  ) {
    this.at = this.last;
  }

  get last(): number {
    return Math.max(1, this.authors.length - 1);
  }

  get isPlaying(): boolean {
    return this.frame !== 0;
  }

  go(seq: number): void {
    this.at = Math.min(this.last, Math.max(1, seq));
    this.show(this.at);
  }

  /** From here on; from the beginning if it was at its end. */
  play(speed: number): void {
    this.pause();
    if (this.at >= this.last) this.at = 1;
    this.speed = speed;
    this.from = this.at;
    this.begun = 0;
    this.frame = this.next(this.step);
  }

  pause(): void {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  /** Where the next person begins to write, or this or the one before began. */
  burst(step: 1 | -1): number {
    let seq = this.at;
    if (step > 0) {
      while (seq < this.last && this.authors[seq + 1] === this.authors[this.at]) seq += 1;
      return Math.min(this.last, seq + 1);
    }
    const author = this.authors[Math.max(1, this.at - 1)];
    seq = Math.max(1, seq - 1);
    while (seq > 1 && this.authors[seq - 1] === author) seq -= 1;
    return seq;
  }

  private readonly step = (now: number): void => {
    this.begun ||= now;
    const due = this.from + Math.floor(((now - this.begun) / 1000) * ROWS_A_SECOND * this.speed);
    if (due > this.at) this.go(due);
    this.frame = this.at < this.last ? this.next(this.step) : 0;
    if (!this.frame) this.onPause();
  };
}
