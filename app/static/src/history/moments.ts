/** Two moments of one document: what of it was there before, what is there after, and what only came to another place. */
import { keyOf, type Chronicle } from "./chronicle";
import type { Column } from "./columns";
import { lastDeaths, type Letter } from "./letters";
import type { Kind } from "./parts";
import type { Fate } from "./rewording";

export class Moments implements Fate {
  readonly isOne: boolean;
  private readonly moved: ReadonlySet<number>;
  private deaths: Map<number, number> | undefined;

  constructor(
    readonly chronicle: Chronicle,
    readonly before: number,
    readonly after: number,
  ) {
    this.isOne = before === after;
    this.moved = this.isOne ? new Set() : this.wordsThatMoved();
  }

  kindOf(column: Column, clock: number): Kind | null {
    const now = column.wasThere(clock, this.after);
    if (this.isOne) return now ? "kept" : null;
    const then = column.wasThere(clock, this.before);
    if (then && now) return "kept";
    return now ? "added" : then ? "gone" : null;
  }

  kindOfWord(column: Column, clock: number): Kind | null {
    const kind = this.kindOf(column, clock);
    if (!kind || kind === "kept" || this.moved.size === 0) return kind;
    const key = keyOf(column, clock);
    if (!this.moved.has(this.chronicle.same.get(key) ?? key)) return kind;
    return kind === "gone" ? null : "kept";
  }

  isElsewhere({ key }: Letter): boolean {
    return this.moved.has(key);
  }

  whoDeleted({ key, column, clock }: Letter): number {
    this.deaths ??= lastDeaths(this.chronicle, this.after);
    return this.authorOf(Math.max(column.died[clock] ?? 0, this.deaths.get(key) ?? 0));
  }

  authorOf(seq: number | undefined): number {
    return this.chronicle.authors[seq ?? 0] ?? 0;
  }

  /** Words that were there before and are there now, only at another place. */
  private wordsThatMoved(): Set<number> {
    const { same, columns } = this.chronicle;
    const [gone, added] = [new Set<number>(), new Set<number>()];
    if (same.size === 0) return gone;
    for (const column of columns.values()) {
      for (let clock = 0; clock < column.length; clock += 1) {
        const then = column.wasThere(clock, this.before);
        if (then === column.wasThere(clock, this.after)) continue;
        const key = keyOf(column, clock);
        (then ? gone : added).add(same.get(key) ?? key);
      }
    }
    return new Set([...added].filter(key => gone.has(key)));
  }
}
