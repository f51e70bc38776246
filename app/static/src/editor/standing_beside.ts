/** Something small that the server keeps beside the text: fetched when it changes, changed by a POST. */
import { fetchPanel, post } from "./comments/post";
import { onNews } from "./news";
import { notice } from "./notice";
import type { Page } from "./page";

export class Beside<T> {
  now: T | null = null;
  private asked = 0;
  private readonly release: () => void;

  constructor(
    private readonly page: Page,
    private readonly url: string,
    what: string,
    private readonly changed: (now: T) => void,
  ) {
    this.release = onNews(page, what, () => void this.look());
    void this.look();
  }

  close(): void {
    this.release();
  }

  async look(): Promise<void> {
    const asked = (this.asked += 1);
    const outcome = await fetchPanel(this.page, this.url);
    if (outcome && "html" in outcome && asked === this.asked) this.take(outcome.html);
  }

  /** Whether the server did it; otherwise the person has been told why not. */
  async send(path: string, fields: Record<string, string> = {}): Promise<boolean> {
    const outcome = await post(this.page, this.url + path, fields);
    this.asked += 1;
    if (outcome && "html" in outcome) this.take(outcome.html);
    else notice(this.page, outcome ? outcome.refused : this.page.text("besideOffline"));
    return outcome !== null && "html" in outcome;
  }

  private take(json: string): void {
    try {
      this.now = JSON.parse(json) as T;
    } catch {
      return; // a page instead: somebody has to sign in
    }
    this.changed(this.now);
  }
}
