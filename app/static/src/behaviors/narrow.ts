import { isFound } from "./found";

const MOST_ROWS = 8;

/**
 * A search field above a long select. While words stand in it the select is a short list of what they find, and
 * below them, named so, the answer that stands: typing alone never changes it. Enter takes the first found,
 * the first arrow down goes to it, Escape in the list brings the old answer back.
 */
export function narrow(field: HTMLElement): () => void {
  const search = field.querySelector("input");
  const said = field.querySelector<HTMLElement>("[role=status]");
  const select = document.getElementById(search?.getAttribute("aria-controls") ?? "");
  if (!search || !said || !(select instanceof HTMLSelectElement)) return () => undefined;
  field.hidden = false;
  return new Narrowing(search, said, select).bind();
}

class Narrowing {
  private readonly whole: { row: Element; options: HTMLOptionElement[] }[];
  private byKey = false;
  private before = ""; // the answer when the list was opened

  constructor(private readonly search: HTMLInputElement, private readonly said: HTMLElement, private readonly select: HTMLSelectElement) {
    this.whole = [...select.children].map((row) => ({
      row,
      options: row instanceof HTMLOptionElement ? [row] : [...row.querySelectorAll("option")],
    }));
  }

  bind(): () => void {
    const hearing = new AbortController();
    const { signal } = hearing;
    this.search.addEventListener("input", () => this.show(), { signal });
    this.search.addEventListener("keydown", (event) => this.key(event), { signal });
    this.select.addEventListener("pointerdown", () => (this.byKey = false), { signal });
    this.select.addEventListener("keydown", (event) => this.keyInList(event), { signal });
    this.select.addEventListener("change", () => this.byKey || this.close(), { signal });
    this.select.closest<HTMLElement>(".field")?.addEventListener("focusout", (event) => this.left(event), { signal });
    return () => hearing.abort();
  }

  /** The list for what is typed; without words the whole of it. Answers what the words find. */
  private show(): HTMLOptionElement[] {
    const words = this.search.value.trim();
    const standing = this.select.selectedOptions[0];
    if (!this.select.hasAttribute("size")) this.before = this.select.value;
    const found: HTMLOptionElement[] = [];
    const rows: Element[] = [];
    for (const { row, options } of this.whole) {
      const fitting = options.filter((option) => option.value !== "" && fits(words, option, row));
      found.push(...fitting);
      const shown = words ? fitting : options;
      if (row instanceof HTMLOptGroupElement) row.replaceChildren(...shown);
      if (shown.length) rows.push(row);
    }
    this.select.replaceChildren(...rows, ...(words ? this.asStanding(standing, found) : []));
    if (standing?.value) standing.selected = true;
    else this.select.value = "";
    this.say(words, found.length);
    return found;
  }

  /** The answer that the words do not find, behind all that they do. */
  private asStanding(standing: HTMLOptionElement | undefined, found: HTMLOptionElement[]): Element[] {
    if (!standing?.value || found.includes(standing)) return [];
    const group = document.createElement("optgroup");
    group.label = this.said.dataset["standing"] ?? "";
    group.append(standing);
    return [group];
  }

  private say(words: string, count: number): void {
    const sentence = this.said.dataset[count ? "some" : "none"] ?? "";
    this.said.textContent = words ? sentence.replace("#", String(count)) : "";
    if (words) this.select.size = Math.min(Math.max(this.select.querySelectorAll("option, optgroup").length, 2), MOST_ROWS);
    else this.select.removeAttribute("size");
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return; // Enter and Escape belong to the input method while it is open
    if (event.key === "ArrowDown") this.goToFirst();
    else if (event.key === "Escape" && this.search.value) this.close();
    else if (event.key === "Enter") this.take();
    else return;
    event.preventDefault();
  }

  private take(): void {
    const [first] = this.search.value.trim() ? this.show() : [];
    if (!first) return;
    first.selected = true;
    this.close();
    this.select.focus();
    this.changed();
  }

  /** As the next arrows go: the list stays open. */
  private goToFirst(): void {
    const [first] = this.search.value.trim() ? this.show() : [];
    this.byKey = true;
    this.select.focus();
    if (!first) return;
    first.selected = true;
    this.changed();
  }

  private changed(): void {
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private keyInList(event: KeyboardEvent): void {
    this.byKey = true;
    if (!this.search.value || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    this.close();
    if (event.key === "Enter") return;
    this.select.value = this.before;
    this.changed();
  }

  private left(event: FocusEvent): void {
    const inside = event.relatedTarget instanceof Node && this.select.closest(".field")?.contains(event.relatedTarget);
    if (this.search.value && !inside) this.close();
  }

  private close(): void {
    this.search.value = "";
    this.show();
  }
}

function fits(words: string, option: HTMLOptionElement, row: Element): boolean {
  const group = row instanceof HTMLOptGroupElement ? row.label : "";
  return isFound(words, `${group} ${option.text}`, option.dataset["pinyin"]);
}
