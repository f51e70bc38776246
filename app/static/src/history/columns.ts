/** What is known of every clock of one Yjs client, by clock: a document of 100,000 edits fits into a few arrays. */
export class Column {
  /** The row of the log that brought it, and the one that deleted it (0: nobody has). */
  born = new Int32Array(64);
  died = new Int32Array(64);
  /** Whose words these are; a UTF-16 unit of text, or 0 if it is none. */
  writer = new Int32Array(64);
  unit = new Uint16Array(64);
  /** Where it stands in the document, deleted things counted too. */
  place = new Int32Array(64);
  length = 0;

  constructor(
    readonly client: number,
    readonly number: number,
  ) {}

  reach(length: number): void {
    if (length > this.born.length) {
      const size = Math.max(length, this.born.length * 2);
      const longer = (old: Int32Array) => {
        const array = new Int32Array(size);
        array.set(old);
        return array;
      };
      this.born = longer(this.born);
      this.died = longer(this.died);
      this.writer = longer(this.writer);
      this.place = longer(this.place);
      const units = new Uint16Array(size);
      units.set(this.unit);
      this.unit = units;
    }
    this.length = Math.max(this.length, length);
  }

  wasThere(clock: number, seq: number): boolean {
    const born = this.born[clock] ?? 0;
    if (born === 0 || born > seq || clock >= this.length) return false;
    const died = this.died[clock] ?? 0;
    return died === 0 || died > seq;
  }
}
