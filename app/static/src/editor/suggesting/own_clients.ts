/** Under which client numbers this person suggested from this device: known without network too. */
const MOST = 30;

export class OwnClients {
  private readonly numbers: Set<number>;

  constructor(
    private readonly slot: string,
    private readonly now: number,
  ) {
    this.numbers = new Set(stored(slot));
  }

  has(client: number): boolean {
    return client === this.now || this.numbers.has(client);
  }

  /** Something was suggested under the number of this visit. */
  keep(): void {
    if (this.numbers.has(this.now)) return;
    this.numbers.add(this.now);
    try {
      localStorage.setItem(this.slot, JSON.stringify([...this.numbers].slice(-MOST)));
    } catch {
      // then the server has to say
    }
  }
}

function stored(slot: string): number[] {
  try {
    const numbers: unknown = JSON.parse(localStorage.getItem(slot) ?? "[]");
    return Array.isArray(numbers) ? numbers.filter(each => typeof each === "number") : [];
  } catch {
    return [];
  }
}
