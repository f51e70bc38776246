/**
 * In Yjs a mark is two signs in the text, and whatever somebody else writes between them meanwhile, without knowing,
 * takes it over. So words could look struck out that nobody wanted to strike, or suggested that were written
 * freely. Each page puts right what it knows: the marks it made, and the words it wrote.
 */
import { ContentFormat, ContentString, XmlText, type Doc, type Item, type Transaction } from "yjs";
import { ADOPTED, DELETION, INSERTION } from "./names";

interface Repair {
  text: XmlText;
  at: number;
  length: number;
  marks: Record<string, object | null>;
}

/** Words of this page: how they were marked when they were written. */
interface Born {
  clock: number;
  length: number;
  mark: [name: string, value: object] | null;
}

/** The signs in force at one place: name of the mark → its value, and whether it came just now. */
type Around = Map<string, { value: object; key: string; isNew: boolean }>;

export class CaughtWords {
  private readonly born: Born[] = [];
  private readonly listener = (transaction: Transaction) => this.look(transaction);

  constructor(
    private readonly doc: Doc,
    private readonly continues: (key: string) => boolean,
  ) {
    doc.on("afterTransaction", this.listener);
  }

  close(): void {
    this.doc.off("afterTransaction", this.listener);
  }

  private look(transaction: Transaction): void {
    const repairs: Repair[] = [];
    for (const type of transaction.changed.keys()) {
      if (type instanceof XmlText) {
        walk(type, transaction, (item, at, around) => {
          if (transaction.local) this.remember(item, transaction, around);
          else repairs.push(...this.repairsOf(type, item, at, around, transaction));
        });
      }
    }
    if (!repairs.length) return;
    this.doc.transact(({ meta }) => {
      meta.set("addToHistory", false);
      for (const { text, at, length, marks } of repairs) text.format(at, length, marks);
    });
  }

  private remember(item: Item, transaction: Transaction, around: Around): void {
    if (item.id.client !== this.doc.clientID || !isNew(item, transaction)) return;
    const [mark] = [...around].filter(([name]) => name.startsWith(INSERTION));
    this.born.push({ clock: item.id.clock, length: item.length, mark: mark ? [mark[0], mark[1].value] : null });
  }

  private repairsOf(text: XmlText, item: Item, at: number, around: Around, transaction: Transaction): Repair[] {
    const repair = (marks: Repair["marks"]): Repair => ({ text, at, length: item.length, marks });
    if (item.id.client === this.doc.clientID) {
      const marks = this.wrongOnMine(item, around);
      return marks ? [repair(marks)] : [];
    }
    if (!isNew(item, transaction)) return [];
    return [...around]
      .filter(([name, sign]) => name.startsWith(DELETION) && !sign.isNew && this.continues(sign.key))
      .map(([name]) => repair({ [name]: null }));
  }

  private wrongOnMine(item: Item, around: Around): Repair["marks"] | null {
    const birth = this.born.find(({ clock, length }) => clock <= item.id.clock && item.id.clock < clock + length);
    if (!birth) return null;
    const now = [...around.keys()];
    const strange = now.filter(name => name.startsWith(INSERTION) && name !== birth.mark?.[0]);
    const marks: Repair["marks"] = Object.fromEntries(strange.map(name => [name, null]));
    if (birth.mark && this.lost(birth.mark, now)) marks[birth.mark[0]] = birth.mark[1];
    return Object.keys(marks).length ? marks : null;
  }

  private lost([name, value]: [string, object], now: string[]): boolean {
    const { key } = value as { key?: unknown };
    return !now.includes(name) && !now.some(each => each.startsWith(ADOPTED)) && this.continues(String(key));
  }
}

function isNew({ id }: Item, { beforeState }: Transaction): boolean {
  return id.clock >= (beforeState.get(id.client) ?? 0);
}

function walk(text: XmlText, transaction: Transaction, seen: (item: Item, at: number, around: Around) => void): void {
  const around: Around = new Map();
  let at = 0;
  for (let item = text._start; item; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof ContentFormat) {
      const { key: name, value } = item.content as unknown as { key: string; value: { key?: unknown } | null };
      if (value) around.set(name, { value, key: String(value.key), isNew: isNew(item, transaction) });
      else around.delete(name);
    } else if (item.countable) {
      if (item.content instanceof ContentString) seen(item, at, around);
      at += item.length;
    }
  }
}
