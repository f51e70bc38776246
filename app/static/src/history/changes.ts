/** Going from change to change, by buttons and keys, with a word about each. */
export class Changes {
  private at = -1;

  constructor(
    private readonly paper: HTMLElement,
    private readonly told: (element: HTMLElement, number: number, count: number) => void,
  ) {}

  get elements(): HTMLElement[] {
    return [...this.paper.querySelectorAll<HTMLElement>("[data-change]")].filter((element, index, all) => {
      const before = all[index - 1];
      return !before || before.nextSibling !== element || before.title !== element.title;
    });
  }

  go(step: 1 | -1): void {
    const all = this.elements;
    if (all.length === 0) return;
    this.at = (this.at + step + all.length + (this.at < 0 && step < 0 ? 1 : 0)) % all.length;
    const element = all[this.at];
    if (!element) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "center" });
    this.told(element, this.at + 1, all.length);
  }

  reset(): void {
    this.at = -1;
  }
}

/** Single letters work unless somebody is typing. */
export function letters(keys: Readonly<Record<string, () => void>>): () => void {
  const press = (event: KeyboardEvent) => {
    const { target } = event;
    const isTyping = target instanceof HTMLElement && target.matches("input:not([type=range], [type=checkbox]), textarea, select");
    const act = keys[event.key.toLowerCase()];
    if (!act || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}
