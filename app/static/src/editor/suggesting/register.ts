/** What the server knows about the suggestions of this text: who made them, and what became of them. */
import { post, fetchPanel } from "../comments/post";
import type { Page } from "../page";

export type Verb = "adopt" | "reject" | "withdraw";
type Request = Verb | "undo";

export interface Author {
  id: number;
  name: string;
  school: string;
  color: string;
}

export interface Entry {
  key: string;
  state: "open" | "adopted" | "rejected" | "withdrawn";
  author: Author;
  when: string;
  section: string;
  inserted: string;
  deleted: string;
  decidedBy: { id: number; name: string } | null;
  decidedAt: string | null;
  reason: string;
  settled: boolean;
  /** Once adopted, for ever: said at the words. */
  thanks: { who: string; when: string; by: string } | null;
}

/** The server takes no more in one go. */
export const MOST_AT_ONCE = 500;

interface Answer {
  mayDecide: boolean;
  suggestByDefault: boolean;
  suggestions: Entry[];
  decided?: string[];
}

export class Register {
  mayDecide = false;
  suggestByDefault = false;
  private entries = new Map<string, Entry>();
  private asked = 0;

  constructor(
    private readonly page: Page,
    private readonly url: string,
    private readonly changed: () => void,
    private readonly present: (client: number) => Author | undefined,
  ) {}

  get(key: string): Entry | undefined {
    return this.entries.get(key);
  }

  isDecided(key: string): boolean {
    return this.entries.get(key)?.decidedBy != null;
  }

  /** Until the register knows: whoever is here under the number of the key. */
  authorOf(key: string): Author | undefined {
    return this.entries.get(key)?.author ?? this.present(Number(key.split("-")[0]));
  }

  all(): Entry[] {
    return [...this.entries.values()];
  }

  async look(): Promise<void> {
    const asked = (this.asked += 1);
    const outcome = await fetchPanel(this.page, this.url);
    if (outcome && "html" in outcome && asked === this.asked) this.take(outcome.html);
  }

  /** The keys that are decided now; or why not one of them. In portions: others may hold things up in between. */
  async decide(keys: readonly string[], verb: Request, reason: string): Promise<string[] | { refused: string }> {
    const decided: string[] = [];
    for (let at = 0; at < keys.length; at += MOST_AT_ONCE) {
      const portion = keys.slice(at, at + MOST_AT_ONCE).join(" ");
      const outcome = await post(this.page, `${this.url}/decisions`, { keys: portion, verb, reason });
      const refused = !outcome ? this.page.text("suggestOffline") : "refused" in outcome ? outcome.refused : null;
      if (refused !== null) return decided.length ? decided : { refused };
      this.asked += 1;
      decided.push(...((outcome && "html" in outcome && this.take(outcome.html)?.decided) || []));
    }
    return decided;
  }

  async setDefault(on: boolean): Promise<boolean> {
    const outcome = await post(this.page, `${this.url}/default`, { on: on ? "1" : "0" });
    if (outcome && "html" in outcome) this.take(outcome.html);
    return outcome !== null && "html" in outcome;
  }

  private take(json: string): Answer | null {
    const answer = parsed(json);
    if (!answer) return null;
    this.mayDecide = answer.mayDecide;
    this.suggestByDefault = answer.suggestByDefault;
    this.entries = new Map(answer.suggestions.map(entry => [entry.key, entry]));
    this.changed();
    return answer;
  }
}

function parsed(json: string): Answer | null {
  try {
    const answer = JSON.parse(json) as Partial<Answer>;
    return Array.isArray(answer.suggestions) ? (answer as Answer) : null;
  } catch {
    return null; // a page instead of an answer
  }
}
