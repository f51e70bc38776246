/** Local edits on their way to the server: batched, counted until they are acknowledged. */
import { mergeUpdates } from "yjs";

const GATHER_MS = 30;
const IN_FLIGHT = 3; // more would only queue up in front of the server
const UNANSWERED_MS = 20_000;

interface Message {
  mid: number;
  edits: number;
  sentAt: number;
}

export class Outbox {
  private mid = 0;
  private open = false;
  private loose = 0; // made without a connection: they travel inside the next difference
  private waiting: Uint8Array[] = [];
  private flight: Message[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private meant = new Map<string, number>(); // sections taken out on purpose → the first message that says so

  constructor(
    private readonly send: (mid: number, data: Uint8Array, without: string[]) => void,
    private readonly changed: () => void,
  ) {}

  /** Edits the server has not said it stored. */
  get pending(): number {
    return this.loose + this.waiting.length + this.flight.reduce((sum, m) => sum + m.edits, 0);
  }

  /** Nobody answers: the connection only looks alive. */
  isOverdue(now = Date.now()): boolean {
    const [oldest] = this.flight;
    return oldest !== undefined && now - oldest.sentAt > UNANSWERED_MS;
  }

  add(update: Uint8Array): void {
    if (this.open) {
      this.waiting.push(update);
      this.schedule();
    } else {
      this.loose += 1;
    }
    this.changed();
  }

  /** Of the sections that these edits, or earlier ones that were not acknowledged, take out on purpose. */
  get without(): string[] {
    return [...this.meant.keys()];
  }

  /** These sections go on purpose: said with every message until one is stored. */
  mean(keys: readonly string[]): void {
    for (const key of keys) this.meant.set(key, Infinity);
  }

  /** Edits of an earlier visit that this browser still holds. */
  remember(edits: number): void {
    this.loose += edits;
    this.changed();
  }

  /** Joined: `difference` is all the server lacks, or null if it lacks nothing. */
  openWith(difference: Uint8Array | null): void {
    this.close();
    this.open = true;
    const edits = this.loose;
    this.loose = 0;
    if (difference) this.dispatch(difference, Math.max(1, edits));
    this.changed();
  }

  /** The connection is gone: nothing is kept as a message, the next difference holds it all. */
  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.loose = this.pending;
    this.waiting = [];
    this.flight = [];
    this.mean(this.without);
    this.open = false;
    this.changed();
  }

  /** Everything up to `mid` is stored. */
  acknowledge(mid: number): void {
    this.flight = this.flight.filter(message => message.mid > mid);
    for (const [key, said] of this.meant) if (said <= mid) this.meant.delete(key);
    if (this.waiting.length) this.schedule();
    this.changed();
  }

  private schedule(): void {
    if (this.timer === undefined && this.flight.length < IN_FLIGHT) {
      this.timer = setTimeout(() => this.flush(), GATHER_MS);
    }
  }

  private flush(): void {
    this.timer = undefined;
    const [first, ...rest] = this.waiting;
    if (!first) return;
    const edits = this.waiting.length;
    this.waiting = [];
    this.dispatch(rest.length ? mergeUpdates([first, ...rest]) : first, edits);
    this.changed();
  }

  private dispatch(data: Uint8Array, edits: number): void {
    this.mid += 1;
    this.flight.push({ mid: this.mid, edits, sentAt: Date.now() });
    for (const [key, said] of this.meant) this.meant.set(key, Math.min(said, this.mid));
    this.send(this.mid, data, this.without);
  }
}
