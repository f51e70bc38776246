/** What the server wrote into the page for the scripts of the history: addresses and sentences. */
export class Sentences {
  private readonly given: DOMStringMap;

  constructor(root: ParentNode = document) {
    this.given = root.querySelector<HTMLElement>("[data-history-sentences]")?.dataset ?? {};
  }

  address(name: "log" | "writers"): string {
    return this.given[`${name}Url`] ?? "";
  }

  say(key: string, values: Record<string, string | number> = {}): string {
    const sentence = this.given[`t${key.charAt(0).toUpperCase()}${key.slice(1)}`] ?? key;
    return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  }
}

export function find<T extends HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-history="${name}"]`);
  if (!found) throw new Error(`the page has no ${name}`);
  return found;
}
