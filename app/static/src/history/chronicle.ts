/**
 * The whole life of a document, from its log: for every character who wrote it, when it came, when it went.
 *
 * Any moment of the past, any difference between two, and the authors of every word are read from it without
 * replaying anything: a thing was there at a moment if it was born by then and had not died.
 */
import { applyUpdate, ContentString, decodeUpdate, Doc, GC, Item, type XmlFragment } from "yjs";
import { carry, type Change } from "./carrying";
import { Column } from "./columns";
import { Order } from "./order";

/** Rows so near to each other may have been written without knowing of each other. */
const AT_ONCE = 300;

export interface LogRow {
  seq: number;
  author: number;
  at: number;
  data: Uint8Array;
}

export class Chronicle {
  readonly doc = new Doc({ gc: false });
  readonly columns = new Map<number, Column>();
  /** By seq: who wrote the row, and when. */
  readonly authors: number[] = [0];
  readonly moments: number[] = [0];
  /** Words that only changed their place, by `keyOf`: the words they are. */
  readonly same = new Map<number, number>();
  order = new Order();
  private unsettled: Change[] = [];

  get fragment(): XmlFragment {
    return this.doc.getXmlFragment("default");
  }

  /** The last row that is in it. */
  get head(): number {
    return this.authors.length - 1;
  }

  /** The rows in order. Ask settle() before reading authors. */
  add(rows: readonly LogRow[]): void {
    this.doc.transact(() => rows.forEach(row => this.take(row)));
  }

  /** Give words that were only moved back to those who wrote them first. */
  settle(): void {
    if (this.order.length > 0 && this.unsettled.length === 0) return;
    this.order = Order.of(this);
    carry(this, this.unsettled);
    this.unsettled = [];
  }

  column(client: number): Column {
    let column = this.columns.get(client);
    if (!column) {
      column = new Column(client, this.columns.size);
      this.columns.set(client, column);
    }
    return column;
  }

  writerOf(client: number, clock: number): number {
    const column = this.columns.get(client);
    return column && clock < column.length ? (column.writer[clock] ?? 0) : 0;
  }

  private take(row: LogRow): void {
    this.authors[row.seq] = row.author;
    this.moments[row.seq] = row.at;
    const { structs, ds } = decodeUpdate(row.data);
    const change: Change = { seq: row.seq, came: [], went: [] };
    for (const struct of structs) {
      if (struct instanceof Item || struct instanceof GC) this.bear(struct, row, change);
    }
    ds.clients.forEach((spans, client) => {
      for (const { clock, len } of spans) this.bury(client, clock, len, change);
    });
    applyUpdate(this.doc, row.data);
    if (change.came.length > 0) this.unsettled.push(change);
  }

  private bear(struct: Item | GC, row: LogRow, change: Change): void {
    const { client, clock } = struct.id;
    const column = this.column(client);
    const from = Math.max(clock, column.length);
    const end = clock + struct.length;
    if (from >= end) return; // sent again
    column.reach(end);
    column.born.fill(row.seq, from, end);
    column.writer.fill(row.author, from, end);
    if (struct instanceof GC || !(struct.content instanceof ContentString)) return;
    const words = struct.content.str;
    for (let at = from; at < end; at += 1) column.unit[at] = words.charCodeAt(at - clock);
    const next = from === clock ? struct.rightOrigin : null;
    const right = next ? { column: this.column(next.client), clock: next.clock } : undefined;
    change.came.push({ column, clock: from, length: end - from, right, fresh: this.isFresh(struct, row.seq) });
  }

  private isFresh({ parent, origin }: Item, seq: number): boolean {
    const near = origin ?? (parent as unknown);
    if (typeof near !== "object" || near === null || !("clock" in near)) return false;
    const { client, clock } = near as { client: number; clock: number };
    return this.column(client).born[clock] === seq;
  }

  /** Two people may delete the same words at once, and each puts them where they belong now. */
  private bury(client: number, clock: number, length: number, change: Change): void {
    const column = this.column(client);
    column.reach(clock + length);
    let begun = -1;
    for (let at = clock; at <= clock + length; at += 1) {
      const isIn = at < clock + length;
      if (isIn && column.died[at] === 0) column.died[at] = change.seq;
      const isNews = isIn && column.born[at] !== change.seq && (column.died[at] ?? 0) > change.seq - AT_ONCE;
      if (isNews && begun < 0) begun = at;
      if (!isNews && begun >= 0) {
        change.went.push({ column, clock: begun, length: at - begun });
        begun = -1;
      }
    }
  }
}

/** One number for one thing. */
export function keyOf(column: Column, clock: number): number {
  return column.number * 2 ** 32 + clock;
}
