/** Who wrote here: names, schools, and a colour each that everybody sees alike. */

export interface Person {
  id: number;
  name: string;
  school: string;
}

const COLOURS = 8; // see styles/writers.css; the ninth person begins again, with dots instead of a line

export class Writers {
  private readonly places: Map<number, number>;

  constructor(
    readonly people: readonly Person[],
    readonly clients: Readonly<Record<string, number>>,
    private readonly unknown: string,
  ) {
    this.places = new Map(people.map((person, place) => [person.id, place]));
  }

  static async ask(address: string, unknown: string): Promise<Writers> {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`the writers answer ${answer.status}`);
    const { people, clients } = (await answer.json()) as { people: Person[]; clients: Record<string, number> };
    return new Writers(people, clients, unknown);
  }

  name(id: number): string {
    const person = this.people[this.places.get(id) ?? -1];
    if (!person) return this.unknown;
    return person.school ? `${person.name} · ${person.school}` : person.name;
  }

  shortName(id: number): string {
    return this.people[this.places.get(id) ?? -1]?.name ?? this.unknown;
  }

  /** The class that colours this person's words. */
  colour(id: number): string {
    const place = this.places.get(id);
    if (place === undefined) return "by-nobody";
    return `by-${(place % COLOURS) + 1}${place >= COLOURS ? " by-dotted" : ""}`;
  }
}

export function drawLegend(list: HTMLElement, writers: Writers, shown: ReadonlySet<number>): void {
  const items = writers.people.filter(person => shown.has(person.id)).map(person => {
    const item = document.createElement("li");
    const mark = document.createElement("span");
    mark.className = `by ${writers.colour(person.id)}`;
    mark.textContent = writers.name(person.id);
    item.append(mark);
    return item;
  });
  list.replaceChildren(...items);
}
