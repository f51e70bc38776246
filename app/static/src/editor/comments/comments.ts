/** Comments beside the text: fetched, shown where they belong, written without losing a word. */
import type { Editor } from "@tiptap/core";
import type { Page } from "../page";
import { Compose } from "./compose";
import { bindForms } from "./forms";
import { Keeping } from "./keeping";
import { Letters } from "./letters";
import { markAt, marksKey, showPlace, type Mark } from "./marks";
import { bindNearby } from "./nearby";
import { Panel } from "./panel";
import { offerPeople } from "./people";
import { fetchPanel } from "./post";
import { Sheet } from "./sheet";

export interface Comments {
  look(): void; // something is another one: fetch it, and send what waits
  close(): void;
}

/** Null on pages without comments. */
export function openComments(page: Page, editor: Editor): Comments | null {
  const root = page.find("comments");
  return root && new Conversation(page, editor, root, root.dataset["url"] ?? "");
}

class Conversation implements Comments {
  private readonly panel: Panel;
  private readonly sheet: Sheet;
  private readonly letters: Letters;
  private readonly compose: Compose;
  private readonly releases: (() => void)[];
  private asked = 0;
  private wanted = /^#thread-(\d+)$/.exec(location.hash)?.[1] ?? null;

  constructor(
    private readonly page: Page,
    private readonly editor: Editor,
    root: HTMLElement,
    private readonly url: string,
  ) {
    const keeping = new Keeping(page.me.id, page.documentId);
    this.panel = new Panel(page, keeping);
    this.sheet = new Sheet(page);
    this.letters = new Letters(page, keeping, html => this.take(html));
    this.compose = new Compose(page, editor, keeping, this.letters, this.sheet);
    this.releases = [
      bindForms(page, root, keeping, this.letters, html => this.take(html)),
      offerPeople(page, root, () => this.panel.people),
      bindNearby(page, editor, {
        maySpeak: () => this.panel.maySpeak,
        hidden: () => !this.sheet.isOpen,
        write: () => this.compose.begin(),
        see: thread => this.see(thread),
      }),
    ];
    root.addEventListener("click", this.clicked);
    editor.view.dom.addEventListener("click", this.clickedText);
    document.addEventListener("keydown", this.keys);
    editor.on("transaction", this.moved);
    this.take(page.find("comments-first")?.innerHTML ?? ""); // also in a page that this device has kept
  }

  look(): void {
    void this.fetch();
    void this.letters.flush();
  }

  close(): void {
    this.releases.forEach(release => release());
    this.letters.close();
    document.removeEventListener("keydown", this.keys);
  }

  private async fetch(): Promise<void> {
    const asked = (this.asked += 1);
    const outcome = await fetchPanel(this.page, this.url);
    if (!outcome || asked !== this.asked) return; // a later answer knows more
    this.take("html" in outcome ? outcome.html : ""); // refused: nothing of it may be seen any more
  }

  private take(html: string): void {
    if (this.editor.isDestroyed) return;
    const marks = this.panel.take(html);
    this.tell({ marks });
    this.moved();
    const active = marksKey.getState(this.editor.state)?.active;
    if (active && this.panel.isHidden(active)) this.choose(null); // settled meanwhile
    if (this.wanted && this.panel.thread(this.wanted)) {
      this.see(this.wanted);
      this.wanted = null;
    }
  }

  private tell(news: { marks?: Mark[]; active?: string | null }): void {
    this.editor.view.dispatch(this.editor.state.tr.setMeta(marksKey, news).setMeta("addToHistory", false));
  }

  private readonly moved = (): void => {
    const places = marksKey.getState(this.editor.state)?.places;
    if (!places || places === this.shown) return;
    this.shown = places;
    this.panel.order(places);
  };
  private shown: unknown = null;

  /** From the text to the comment. */
  private see(thread: string): void {
    this.sheet.open();
    this.choose(thread);
    this.panel.show(thread);
  }
  private choose(active: string | null): void {
    this.panel.mark(active);
    if (marksKey.getState(this.editor.state)?.active !== active) this.tell({ active });
  }

  /** From the comment to the text. */
  private readonly clicked = (event: Event): void => {
    const card = (event.target as Element).closest<HTMLElement>(".thread[data-thread]");
    const thread = card?.dataset["thread"];
    if (!thread) return;
    this.choose(thread);
    const place = marksKey.getState(this.editor.state)?.places.get(thread);
    if (!place || !(event.target as Element).closest('[data-act="show"]')) return;
    if (this.sheet.covers) this.sheet.close();
    showPlace(this.editor.view, place);
  };

  /** A little later: a transaction in the middle of a click would put the caret back where it was. */
  private readonly clickedText = (): void => void setTimeout(() => this.settled(), 60);
  private settled(): void {
    if (this.editor.isDestroyed || !this.editor.state.selection.empty) return;
    const thread = markAt(this.editor.state, this.editor.state.selection.head);
    if (!this.sheet.isOpen || this.sheet.covers) return this.choose(thread);
    if (thread) this.see(thread);
    else this.choose(null);
  }

  private readonly keys = (event: KeyboardEvent): void => {
    if (event.code !== "KeyM" || !event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const { empty, head } = this.editor.state.selection;
    const thread = empty ? markAt(this.editor.state, head) : null;
    if (!thread) return void (this.panel.maySpeak && this.compose.begin());
    this.see(thread);
    const card = this.panel.thread(thread);
    (card?.querySelector<HTMLElement>(".thread-reply textarea") ?? card?.querySelector("button"))?.focus();
  };
}
