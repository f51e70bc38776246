/** Whose suggestions are listed: everybody's, or those of one who has suggested something. */
import type { Pending } from "./reading";
import type { Register } from "./register";

export class AuthorChoice {
  private readonly select: HTMLSelectElement | null;

  constructor(
    root: HTMLElement,
    private readonly register: Register,
  ) {
    this.select = root.querySelector('select[name="author"]');
  }

  /** Of the chosen one; null for everybody. */
  get name(): string | null {
    return this.select?.value ? (this.select.selectedOptions[0]?.text ?? null) : null;
  }

  /** Whose last one is gone gives way to everybody. */
  filter(pending: readonly Pending[]): readonly Pending[] {
    this.offer(pending);
    const chosen = this.select?.value ?? "";
    return pending.filter(({ key }) => !chosen || String(this.register.authorOf(key)?.id) === chosen);
  }

  private offer(pending: readonly Pending[]): void {
    if (!this.select) return;
    const authors = new Map(
      pending.flatMap(({ key }) => {
        const author = this.register.authorOf(key);
        return author ? [[String(author.id), author.name] as const] : [];
      }),
    );
    const chosen = this.select.value;
    const [everybody] = this.select.options;
    this.select.replaceChildren(...(everybody ? [everybody] : []), ...[...authors].map(([id, name]) => new Option(name, id)));
    this.select.value = authors.has(chosen) ? chosen : "";
  }
}
