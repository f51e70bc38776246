/** Suggestions on a page: the list, the card at the words, and the keys to walk through them. */
import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import { onNews } from "../news";
import { notice } from "../notice";
import type { Page } from "../page";
import { CardAtWords } from "./card_at_words";
import { shownPlace } from "./looks";
import type { Mode } from "./mode";
import { SuggestionPanel, type Wishes } from "./panel";
import { drawPast } from "./past";
import { pendingIn, type Pending } from "./reading";
import type { Register } from "./register";
import { keyUnderCaret, shownKey } from "./shown";
import { Verdicts } from "./verdicts";
import { neighbour, stepOf } from "./walking";

const SETTLED_AFTER = 150;

export class Suggestions {
  private pending: Pending[] = [];
  private readonly panel: SuggestionPanel;
  private readonly card: CardAtWords;
  private readonly verdicts: Verdicts;
  private drawn: unknown = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly deaf: () => void;

  constructor(
    private readonly page: Page,
    private readonly editor: Editor,
    private readonly register: Register,
    private readonly mode: Mode,
    root: HTMLElement,
  ) {
    this.verdicts = new Verdicts(page, editor, register);
    const wishes: Wishes = {
      decide: (keys, verb, reason) => void this.verdicts.decide(keys, verb, reason).then(() => this.draw()),
      go: key => this.go(key),
      setDefault: on => void this.setDefault(on),
      draw: () => this.draw(),
    };
    this.panel = new SuggestionPanel(page, register, root, wishes);
    this.card = new CardAtWords(page, register, wishes, () => editor.view.focus());
    const isAskedFor = location.hash === "#suggestions"; // by a notification of what became of one
    this.panel.open(isAskedFor);
    page.find("suggestions-past")?.toggleAttribute("open", isAskedFor);
    page.root.addEventListener("click", this.clicked);
    document.addEventListener("keydown", this.keys);
    editor.on("transaction", this.moved);
    this.deaf = onNews(page, "suggestions", () => void register.look());
    this.draw();
  }

  close(): void {
    clearTimeout(this.timer);
    this.deaf();
    this.card.close();
    this.page.root.removeEventListener("click", this.clicked);
    document.removeEventListener("keydown", this.keys);
  }

  /** The register was fetched. */
  refreshed(): void {
    if (this.editor.isDestroyed) return;
    this.mode.follow();
    this.verdicts.follow();
    this.editor.view.dispatch(this.editor.state.tr.setMeta(shownKey, {}).setMeta("addToHistory", false));
    this.draw();
  }

  private async setDefault(on: boolean): Promise<void> {
    if (!(await this.register.setDefault(on))) notice(this.page, this.page.text("suggestOffline"));
    this.draw();
  }

  private readonly moved = (): void => {
    const { doc } = this.editor.state;
    if (this.drawn !== doc) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.draw(), SETTLED_AFTER);
    }
    if (this.editor.view.composing) return;
    const key = keyUnderCaret(this.editor.state);
    if (key === this.active) return;
    queueMicrotask(() => this.activate(key));
  };

  private get active(): string | null {
    return shownKey.getState(this.editor.state)?.active ?? null;
  }

  private activate(key: string | null): void {
    if (this.editor.isDestroyed) return;
    this.editor.view.dispatch(this.editor.state.tr.setMeta(shownKey, { active: key }).setMeta("addToHistory", false));
    this.panel.mark(key);
    this.card.activate(key);
  }

  private draw(): void {
    if (this.editor.isDestroyed) return;
    this.drawn = this.editor.state.doc;
    this.pending = pendingIn(this.editor.state.doc);
    const rights = { me: this.page.me.id, mayDecide: this.register.mayDecide, writable: this.editor.isEditable };
    this.panel.draw(this.pending, rights);
    drawPast(this.page, this.register.all());
    this.panel.mark(this.active);
    this.card.draw(this.pending, this.panel.listed, rights);
  }

  private go(key: string): void {
    const place = this.pending.find(each => each.key === key);
    if (!place || place.from > this.editor.state.doc.content.size) return;
    const { tr } = this.editor.state;
    this.editor.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(shownPlace(tr.doc, place.from)))).scrollIntoView());
    this.activate(key);
    this.editor.view.focus();
  }

  private readonly clicked = (event: Event): void => {
    const choice = (event.target as Element).closest<HTMLElement>("[data-mode-choice]")?.dataset["modeChoice"];
    if (choice) {
      this.mode.choose(choice === "suggest");
      this.editor.view.focus();
    }
  };

  private readonly keys = (event: KeyboardEvent): void => {
    const step = stepOf(event);
    if (step && this.drawn !== this.editor.state.doc) this.draw();
    const within = this.panel.isOpen ? this.panel.listed : this.pending;
    if (!step || !within.length) return;
    event.preventDefault();
    const target = step === "enter" ? null : neighbour(within, this.active, step);
    if (target) this.go(target);
    else (this.panel.isOpen ? this.panel : this.card).enter();
  };
}
