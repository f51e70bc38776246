/** Every character that ever was, in the order of the document; blocks tell which stand together. */
import { ContentString, ContentType, type Item } from "yjs";
import type { Chronicle } from "./chronicle";
import type { Column } from "./columns";

export class Order {
  readonly columns: Column[] = [];
  readonly clocks: number[] = [];
  readonly blocks: number[] = [];
  private block = 0;

  static of(chronicle: Chronicle): Order {
    const order = new Order();
    order.follow(chronicle, chronicle.fragment);
    return order;
  }

  get length(): number {
    return this.clocks.length;
  }

  private follow(chronicle: Chronicle, type: { _start: Item | null }): void {
    for (let item: Item | null = type._start; item; item = item.right) {
      if (item.content instanceof ContentType) {
        this.block += 1;
        this.follow(chronicle, item.content.type);
        this.block += 1;
      } else if (item.content instanceof ContentString) {
        this.note(chronicle.column(item.id.client), item.id.clock, item.length);
      }
    }
  }

  private note(column: Column, clock: number, length: number): void {
    for (let at = clock; at < clock + length; at += 1) {
      column.place[at] = this.clocks.length;
      this.columns.push(column);
      this.clocks.push(at);
      this.blocks.push(this.block);
    }
  }
}
