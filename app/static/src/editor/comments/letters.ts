/** Comments on their way: shown at once, sent one after the other, tried again until the server has an answer. */
import type { Page } from "../page";
import type { Keeping, Letter } from "./keeping";
import { post } from "./post";

type State = "sending" | "waiting" | { refused: string };

const FIRST_PAUSE = 3_000;
const LONGEST_PAUSE = 60_000;

export class Letters {
  private readonly all = new Map<string, { letter: Letter; state: State }>();
  private busy = false;
  private pause = FIRST_PAUSE;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly page: Page,
    private readonly keeping: Keeping,
    private readonly arrived: (html: string) => void,
  ) {
    for (const letter of keeping.letters()) this.all.set(letter.token, { letter, state: "waiting" });
    this.draw();
  }

  send(letter: Letter): void {
    this.keeping.keep(letter);
    this.all.set(letter.token, { letter, state: "waiting" });
    void this.flush();
  }

  /** Also when the room has been joined again: the network is back. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    for (const entry of [...this.all.values()]) {
      if (typeof entry.state === "object") continue;
      if (!(await this.deliver(entry))) break;
    }
    this.busy = false;
    const waiting = [...this.all.values()].some(({ state }) => state === "waiting");
    if (waiting) this.timer = setTimeout(() => void this.flush(), this.pause);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  /** Whether the line works. */
  private async deliver(entry: { letter: Letter; state: State }): Promise<boolean> {
    const { letter } = entry;
    entry.state = "sending";
    this.draw();
    const outcome = await post(this.page, letter.url, { ...letter.fields, token: letter.token });
    this.pause = outcome ? FIRST_PAUSE : Math.min(this.pause * 2, LONGEST_PAUSE);
    if (outcome && "html" in outcome) {
      this.drop(letter.token);
      this.arrived(outcome.html);
    } else {
      entry.state = outcome ?? "waiting";
      this.draw();
    }
    return outcome !== null;
  }

  private drop(token: string): void {
    this.keeping.forget(token);
    this.all.delete(token);
    this.draw();
  }

  private draw(): void {
    const list = this.page.find("comments-waiting");
    const form = this.page.find<HTMLTemplateElement>("comments-letter")?.content.firstElementChild;
    if (!list || !form) return;
    list.replaceChildren(...[...this.all.values()].map(({ letter, state }) => this.card(form, letter, state)));
  }

  private card(form: Element, letter: Letter, state: State): HTMLElement {
    const card = form.cloneNode(true) as HTMLElement;
    const fill = (part: string, words: string) => {
      const place = card.querySelector<HTMLElement>(`[data-part="${part}"]`);
      if (place) place.textContent = words;
      place?.toggleAttribute("hidden", !words);
    };
    fill("quote", letter.quote);
    fill("body", letter.fields["body"] ?? "");
    const refused = typeof state === "object" ? this.page.text("commentRefused", { reason: state.refused }) : "";
    fill("state", refused || this.page.text(state === "sending" ? "commentSending" : "commentWaiting"));
    card.dataset["state"] = refused ? "refused" : String(state);
    const act = (name: string, run: () => void) => {
      const button = card.querySelector<HTMLButtonElement>(`[data-act="${name}"]`);
      button?.addEventListener("click", run);
      button?.toggleAttribute("hidden", state === "sending");
    };
    act("drop", () => this.drop(letter.token));
    act("retry", () => this.send(letter));
    return card;
  }
}
