/** Local edits on their way to the server: batched, counted until they are acknowledged. */
import { mergeUpdates } from "yjs";
import { piecesOf } from "./pieces";

const GATHER_MS = 30;
const IN_FLIGHT = 3; // more would only queue up in front of the server
const UNANSWERED_MS = 20_000;

interface Parcel {
  data: Uint8Array;
  edits: number;
  without: string[];
  isLast: boolean;
}

type Message = { mid: number; edits: number; sentAt: number };

export class Outbox {
  private mid = 0;
  private open = false;
  private loose = 0; // made without a connection: they travel inside the next difference
  private waiting: Uint8Array[] = [];
  private parcels: Parcel[] = []; // pieces of something large, in their order
  private flight: Message[] = [];
  private answeredAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private meant = new Map<string, number>(); // sections taken out on purpose → the first message that says so

  constructor(
    private readonly send: (mid: number, data: Uint8Array, without: string[]) => void,
    private readonly changed: () => void,
    /** A suggestion is judged as a whole: half a table is none. */
    private readonly mayCut: () => boolean = () => true,
  ) {}

  /** Edits the server has not said it stored. */
  get pending(): number {
    const sent = [...this.parcels, ...this.flight].reduce((sum, { edits }) => sum + edits, 0);
    return this.loose + this.waiting.length + sent;
  }

  /** Nobody answers: the connection only looks alive. */
  isOverdue(now = Date.now()): boolean {
    const [oldest] = this.flight;
    return oldest !== undefined && now - Math.max(oldest.sentAt, this.answeredAt) > UNANSWERED_MS;
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
    this.parcels = [];
    this.flight = [];
    this.mean(this.without);
    this.open = false;
    this.changed();
  }

  /** Everything up to `mid` is stored. */
  acknowledge(mid: number): void {
    this.flight = this.flight.filter(message => message.mid > mid);
    for (const [key, said] of this.meant) if (said <= mid) this.meant.delete(key);
    this.answeredAt = Date.now();
    this.post();
    if (this.waiting.length) this.schedule();
    this.changed();
  }

  private schedule(): void {
    if (this.timer === undefined && !this.parcels.length && this.flight.length < IN_FLIGHT) {
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

  /** What is large counts as unsent until its last piece is stored. */
  private dispatch(data: Uint8Array, edits: number): void {
    const pieces = this.mayCut() ? piecesOf(data) : [data];
    const without = this.without;
    const last = pieces.length - 1;
    pieces.forEach((each, index) => this.parcels.push({ data: each, edits: index === last ? edits : 0, without, isLast: index === last }));
    this.post();
  }

  private post(): void {
    while (this.flight.length < IN_FLIGHT) {
      const parcel = this.parcels.shift();
      if (!parcel) return;
      this.mid += 1;
      this.flight.push({ mid: this.mid, edits: parcel.edits, sentAt: Date.now() });
      if (parcel.isLast) this.say(parcel.without);
      this.send(this.mid, parcel.data, parcel.without);
    }
  }

  /** Deletions come last: only then is it said what they take out on purpose. */
  private say(without: readonly string[]): void {
    for (const key of without) {
      const said = this.meant.get(key);
      if (said !== undefined) this.meant.set(key, Math.min(said, this.mid));
    }
  }
}
