/** Comments beside the text: fetched from the server, shown in the text, written without losing a word. */
import type { Editor } from "@tiptap/core";
import type { Page } from "../page";
import { Compose } from "./compose";
import { bindForms } from "./forms";
import { Keeping } from "./keeping";
import { Letters } from "./letters";
import { markAt, marksKey, type Mark } from "./marks";
import { bindNearby } from "./nearby";
import { Panel } from "./panel";
import { offerPeople } from "./people";
import { fetchPanel } from "./post";
import { Sheet } from "./sheet";

export interface Comments {
  /** Something is another one: fetch it, and send what waits. */
  look(): void;
  close(): void;
}

/** Null on pages without comments. */
export function openComments(page: Page, editor: Editor): Comments | null {
  const root = page.find("comments");
  const url = root?.dataset["url"];
  return root && url ? new Conversation(page, editor, root, url) : null;
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
    const wishes = {
      maySpeak: () => this.panel.maySpeak,
      hidden: () => !this.sheet.isOpen,
      write: () => this.compose.begin(),
      see: (thread: string) => this.see(thread),
    };
    this.releases = [
      bindForms(page, root, keeping, this.letters, html => this.take(html)),
      offerPeople(page, root, () => this.panel.people),
      bindNearby(page, editor, wishes),
    ];
    root.addEventListener("click", this.clicked);
    editor.view.dom.addEventListener("click", this.clickedText);
    document.addEventListener("keydown", this.keys);
    editor.on("transaction", this.moved);
    const first = page.find<HTMLTemplateElement>("comments-first");
    if (first) this.take(first.innerHTML); // also in a page that this device has kept
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

  private choose(thread: string | null): void {
    this.tell({ active: thread });
    this.panel.mark(thread);
  }

  /** From the comment to the text. */
  private readonly clicked = (event: Event): void => {
    const card = (event.target as Element).closest<HTMLElement>(".thread[data-thread]");
    const thread = card?.dataset["thread"];
    if (!thread) return;
    this.choose(thread);
    const quote = (event.target as Element).closest('[data-act="show"]');
    const place = marksKey.getState(this.editor.state)?.places.get(thread);
    if (!quote || !place) return;
    if (this.sheet.covers) this.sheet.close();
    const { node } = this.editor.view.domAtPos(place.from);
    (node instanceof Element ? node : node.parentElement)?.scrollIntoView({ block: "center", behavior: "smooth" });
  };

  private readonly clickedText = (): void => {
    const thread = markAt(this.editor.state, this.editor.state.selection.head);
    if (!this.sheet.isOpen || this.sheet.covers) return this.choose(thread);
    if (thread) this.see(thread);
    else this.choose(null);
  };

  private readonly keys = (event: KeyboardEvent): void => {
    if (event.code !== "KeyM" || !event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const { empty, head } = this.editor.state.selection;
    const thread = empty ? markAt(this.editor.state, head) : null;
    if (!thread) return void (this.panel.maySpeak && this.compose.begin());
    this.see(thread);
    this.panel.thread(thread)?.querySelector<HTMLElement>("textarea, button")?.focus();
  };
}
