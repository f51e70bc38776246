/** All words that were ever deleted, to be found again when they are pasted or restored. */
import { BREAK, type Words } from "./carrying";
import type { Chronicle } from "./chronicle";

const LATELY = 300; // rows
const MOST_TRIED = 20;

export class DeletedWords {
  /** Fewer could be alike by chance. */
  static readonly SHORTEST = 8;
  private readonly deaths: number[] = [];
  private readonly places: number[] = [];
  private readonly grams = new Map<string, number[]>();
  private readonly text: string;

  constructor(private readonly chronicle: Chronicle) {
    const { columns, clocks, blocks, length } = chronicle.order;
    let text = "";
    let before = -1;
    for (let place = 0; place < length; place += 1) {
      const column = columns[place];
      const clock = clocks[place] ?? 0;
      const died = column?.died[clock] ?? 0;
      if (!column || died === 0) continue;
      if (before >= 0 && blocks[before] !== blocks[place]) {
        text += BREAK;
        this.deaths.push(0);
        this.places.push(-1);
      }
      text += String.fromCharCode(column.unit[clock] ?? 0);
      this.deaths.push(died);
      this.places.push(place);
      before = place;
    }
    this.text = text;
    for (let at = 0; at + DeletedWords.SHORTEST <= text.length; at += 1) {
      const gram = text.slice(at, at + DeletedWords.SHORTEST);
      const known = this.grams.get(gram);
      if (!known) this.grams.set(gram, [at]);
      else if (known.length < MOST_TRIED) known.push(at);
    }
  }

  /** The deleted words that make up most of `wanted`, gone by `seq`. */
  find(wanted: string, seq: number): Words | null {
    const found: Words = { text: "", places: [] };
    let at = 0;
    while (at + DeletedWords.SHORTEST <= wanted.length) {
      const [begin, length] = this.longest(wanted, at, seq);
      if (length === 0) {
        at += 1;
        continue;
      }
      found.text += this.text.slice(begin, begin + length) + BREAK;
      found.places.push(...this.places.slice(begin, begin + length), -1);
      at += length;
    }
    return found.text ? found : null;
  }

  /** Few words, but all of them deleted together a moment ago by who brings them back. */
  findLately(wanted: string, seq: number): Words | null {
    const { authors } = this.chronicle;
    let tries = MOST_TRIED;
    for (let at = this.text.indexOf(wanted); at >= 0 && tries > 0; at = this.text.indexOf(wanted, at + 1), tries -= 1) {
      const deaths = this.deaths.slice(at, at + wanted.length);
      const isLately = deaths.every(died => died > seq - LATELY && died < seq && authors[died] === authors[seq]);
      if (isLately) return { text: wanted, places: this.places.slice(at, at + wanted.length) };
    }
    return null;
  }

  private longest(wanted: string, at: number, seq: number): [number, number] {
    let best: [number, number] = [0, 0];
    for (const begin of this.grams.get(wanted.slice(at, at + DeletedWords.SHORTEST)) ?? []) {
      let length = 0;
      while (at + length < wanted.length && wanted[at + length] === this.text[begin + length]) {
        const died = this.deaths[begin + length] ?? 0;
        if (died === 0 || died >= seq) break;
        length += 1;
      }
      if (length >= DeletedWords.SHORTEST && length > best[1]) best = [begin, length];
    }
    return best;
  }
}
