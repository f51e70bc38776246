/** The bar above the text while somebody presents: who, whether the text is locked, whose hands are up. */
import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import type { Page } from "../page";
import { Beside } from "../standing_beside";
import { follow, showTheWay } from "./following";

interface Hand {
  id: number;
  name: string;
  school: string;
  called: boolean;
}

interface State {
  presenter: { id: number; name: string } | null;
  locked?: boolean;
  hands: Hand[];
  ends_in?: number;
  may_begin?: boolean;
  may_lead?: boolean;
  may_end?: boolean;
}

const MARGIN = 1_500;

export function openStage(page: Page, editor: Editor, awareness: Awareness): () => void {
  const stage = new Stage(page, editor, awareness);
  return () => stage.close();
}

class Stage {
  private readonly state: Beside<State>;
  private readonly bar: HTMLElement | null;
  private following = true;
  private presenter: number | null = null;
  private leave: () => void = () => undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly page: Page,
    private readonly editor: Editor,
    private readonly awareness: Awareness,
  ) {
    this.bar = page.find("stage");
    this.state = new Beside<State>(page, `/documents/${page.documentId}/presenting`, "presenting", now => this.draw(now));
    this.bar?.addEventListener("click", this.clicked);
    page.find("stage-begin")?.addEventListener("click", this.begin);
  }

  close(): void {
    clearTimeout(this.timer);
    this.leave();
    this.state.close();
    this.bar?.removeEventListener("click", this.clicked);
    this.page.find("stage-begin")?.removeEventListener("click", this.begin);
  }

  private readonly begin = (): void => void this.state.send("");

  private readonly clicked = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>("button[data-act]");
    const now = this.state.now;
    if (!button || !now) return;
    const up = now.hands.some(({ id }) => id === this.page.me.id);
    const user = button.dataset["user"] ?? "";
    const acts: Record<string, () => unknown> = {
      follow: () => this.go(!this.following),
      hand: () => this.state.send("/hand", { on: up ? "0" : "1" }),
      lock: () => this.state.send("/lock", { on: now.locked ? "0" : "1" }),
      end: () => this.state.send("/end"),
      call: () => this.state.send(`/hands/${user}`, { on: "1" }),
      clear: () => this.state.send(`/hands/${user}`, { on: "0" }),
    };
    acts[button.dataset["act"] ?? ""]?.();
  };

  private draw(now: State): void {
    clearTimeout(this.timer);
    const begin = this.page.find("stage-begin");
    if (begin) begin.hidden = !now.may_begin || now.presenter !== null;
    if (this.bar) this.bar.hidden = now.presenter === null;
    const presenter = now.presenter?.id ?? null;
    if (presenter !== this.presenter) this.change(presenter);
    // Nobody says so when a presenter is gone: look again when it would be over.
    if (now.ends_in !== undefined) this.timer = setTimeout(() => void this.state.look(), now.ends_in * 1_000 + MARGIN);
    if (!this.bar || !now.presenter) return;
    const mine = presenter === this.page.me.id;
    this.put("who", this.page.text(mine ? "stageMine" : "stageWho", { name: now.presenter.name }));
    this.part("locked", Boolean(now.locked));
    this.part("follow", !mine);
    this.part("hand", !mine);
    this.part("lock", Boolean(now.may_lead));
    this.part("end", Boolean(now.may_end));
    this.put("lock", this.page.text(now.locked ? "stageUnlock" : "stageLock"));
    this.put("hand", this.page.text(now.hands.some(({ id }) => id === this.page.me.id) ? "stageHandDown" : "stageHandUp"));
    this.bar.querySelector("ol")?.replaceChildren(...now.hands.map(hand => this.hand(hand, Boolean(now.may_lead))));
    this.showFollowing();
  }

  private change(presenter: number | null): void {
    this.leave();
    this.leave = () => undefined;
    this.presenter = presenter;
    if (presenter === this.page.me.id) this.leave = showTheWay(this.editor, this.awareness);
    else if (presenter !== null) this.go(true);
  }

  private go(following: boolean): void {
    if (this.presenter === null || this.presenter === this.page.me.id) return;
    this.leave();
    this.following = following;
    this.leave = following
      ? follow(this.editor, this.awareness, this.presenter, () => this.following && this.go(false))
      : () => undefined;
    this.showFollowing();
  }

  private showFollowing(): void {
    this.put("follow", this.page.text(this.following ? "stageStay" : "stageFollow"));
    this.bar?.querySelector('[data-act="follow"]')?.setAttribute("aria-pressed", String(this.following));
  }

  private hand(hand: Hand, leads: boolean): HTMLElement {
    const item = document.createElement("li");
    item.toggleAttribute("data-called", hand.called);
    item.textContent = hand.school ? `${hand.name} · ${hand.school}` : hand.name;
    if (hand.called) item.append(` ${this.page.text("stageSpeaks")}`);
    const button = (act: string, words: string) => {
      const element = document.createElement("button");
      Object.assign(element, { type: "button", className: "btn btn-quiet btn-small" });
      Object.assign(element.dataset, { act, user: String(hand.id) });
      element.textContent = this.page.text(words);
      item.append(element);
    };
    if (leads && !hand.called) button("call", "stageCall");
    if (leads) button("clear", "stageClear");
    return item;
  }

  private part(name: string, shown: boolean): void {
    const element = this.bar?.querySelector<HTMLElement>(`[data-part="${name}"], [data-act="${name}"]`);
    if (element) element.hidden = !shown;
  }

  private put(name: string, words: string): void {
    const element = this.bar?.querySelector<HTMLElement>(`[data-part="${name}"], [data-act="${name}"]`);
    if (element && element.textContent !== words) element.textContent = words;
  }
}
