/** A new comment: the button beside a selection, the keys, and the form at the top of the panel. */
import type { Editor } from "@tiptap/core";
import { notice } from "../notice";
import type { Page } from "../page";
import { anchorFor, type Anchor } from "./anchor";
import { fault } from "./forms";
import type { Range } from "./flat_text";
import { freshToken, type Keeping } from "./keeping";
import type { Letters } from "./letters";
import { textsIn } from "./marks";
import type { Sheet } from "./sheet";

const KEPT_PLACE = "new-place"; // the draft of a new comment belongs to a place

/** What is selected; without a selection the paragraph around the caret. */
function chosen({ state }: Editor): Range {
  const { from, to, empty, $from } = state.selection;
  return empty && $from.parent.isTextblock ? { from: $from.start(), to: $from.end() } : { from, to };
}

export class Compose {
  private readonly form: HTMLFormElement | null;
  private readonly area: HTMLTextAreaElement | null;
  private anchor: Anchor | null = null;

  constructor(
    private readonly page: Page,
    private readonly editor: Editor,
    private readonly keeping: Keeping,
    private readonly letters: Letters,
    private readonly sheet: Sheet,
  ) {
    this.form = page.find<HTMLFormElement>("comments-new");
    this.area = this.form?.querySelector("textarea") ?? null;
    this.form?.addEventListener("submit", event => {
      event.preventDefault();
      this.send();
    });
    this.form?.querySelector('[data-act="cancel"]')?.addEventListener("click", () => this.cancel());
    this.form?.addEventListener("keydown", event => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.stopPropagation();
      this.cancel();
    });
    this.resume();
  }

  /** Asks for the words about what is selected now. */
  begin(): void {
    const texts = textsIn(this.editor.state);
    const anchor = texts && anchorFor(texts, chosen(this.editor));
    if (!anchor) return notice(this.page, this.page.text("commentNothing"));
    this.show(anchor);
    this.keeping.keepDraft(KEPT_PLACE, JSON.stringify(anchor));
    this.sheet.open();
    this.area?.focus();
  }

  /** What was begun here before the page was left. */
  private resume(): void {
    const words = this.keeping.draft("new");
    if (!words || !this.area) return;
    try {
      this.show(JSON.parse(this.keeping.draft(KEPT_PLACE)) as Anchor);
      this.area.value = words;
    } catch {
      // nothing was begun
    }
  }

  private show(anchor: Anchor): void {
    this.anchor = anchor;
    const quote = this.form?.querySelector<HTMLElement>('[data-part="quote"]');
    if (quote) quote.textContent = anchor.quote;
    if (this.form) this.form.hidden = false;
    this.complain("");
  }

  private send(): void {
    if (!this.form || !this.area || !this.anchor) return;
    const wrong = fault(this.page, this.area.value);
    this.complain(wrong);
    if (wrong) return this.area.focus();
    const fields = { ...this.anchor, body: this.area.value.trim() };
    this.letters.send({ token: freshToken(), url: this.form.action, quote: this.anchor.quote, fields });
    this.finish();
    if (!this.sheet.covers) this.editor.commands.focus(); // with the form its focus goes
  }

  private cancel(): void {
    this.finish();
    this.editor.commands.focus();
  }

  private finish(): void {
    if (this.area) this.area.value = "";
    if (this.form) this.form.hidden = true;
    this.keeping.keepDraft("new", "");
    this.keeping.keepDraft(KEPT_PLACE, "");
    this.anchor = null;
  }

  private complain(sentence: string): void {
    const place = this.form?.querySelector<HTMLElement>('[data-part="wrong"]');
    if (!place) return;
    place.textContent = sentence;
    place.hidden = !sentence;
  }
}
