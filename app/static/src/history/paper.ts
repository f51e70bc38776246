/** The sheet of the replay: only blocks that look different from the moment before are drawn anew. */
import type { Chronicle } from "./chronicle";
import { drawBlocks } from "./drawing";
import type { Block } from "./parts";
import { walk } from "./walk";
import type { Writers } from "./writers";

export class Paper {
  private shown: { key: string; element: HTMLElement }[] = [];

  constructor(
    private readonly sheet: HTMLElement,
    private readonly chronicle: Chronicle,
    private readonly writers: Writers,
  ) {}

  show(seq: number, authors: boolean): void {
    const known = new Map<string, HTMLElement[]>();
    for (const { key, element } of this.shown) known.set(key, [...(known.get(key) ?? []), element]);
    this.shown = walk(this.chronicle, seq, seq).map(block => {
      const key = `${authors}${JSON.stringify(block)}`;
      return { key, element: known.get(key)?.shift() ?? this.draw(block, authors) };
    });
    const elements = this.shown.map(({ element }) => element);
    elements.forEach((element, index) => {
      const there = this.sheet.children[index];
      if (there !== element) this.sheet.insertBefore(element, there ?? null);
    });
    while (this.sheet.children.length > elements.length) this.sheet.lastElementChild?.remove();
  }

  private draw(block: Block, authors: boolean): HTMLElement {
    const { writers } = this;
    const [element] = drawBlocks([block], { writers, authors, told: part => writers.name(part.by) });
    return element ?? document.createElement("p");
  }
}
