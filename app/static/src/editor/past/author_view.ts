/** Who wrote which words, in colours on the paper; fetched only when somebody asks for it. */
import type { Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import type { XmlFragment } from "yjs";
import { Chronicle } from "../../history/chronicle";
import { readLog } from "../../history/log";
import { drawLegend, Writers } from "../../history/writers";
import { stretchesOf, type Stretch } from "./spans";

const key = new PluginKey<DecorationSet>("authors");
const DRAW_AFTER = 250;
const READ_AFTER = 2_000;

export interface Sources {
  log: string;
  writers: string;
  unknown: string;
  legend: HTMLElement;
}

export class AuthorView {
  private chronicle = new Chronicle();
  private writers: Writers | null = null;
  private timers: ReturnType<typeof setTimeout>[] = [];
  private isClosed = false;

  constructor(
    private readonly editor: Editor,
    private readonly fragment: XmlFragment,
    private readonly sources: Sources,
  ) {}

  /** Raises if the server does not answer. */
  async open(): Promise<void> {
    await this.read();
    if (this.isClosed) return; // the page was left before the answer was there
    this.editor.registerPlugin(
      new Plugin<DecorationSet>({
        key,
        state: {
          init: () => this.decorations(),
          apply: (tr, old) => (tr.getMeta(key) as DecorationSet | undefined) ?? old.map(tr.mapping, tr.doc),
        },
        props: { decorations: state => key.getState(state) },
      }),
    );
    this.editor.on("update", this.changed);
    this.draw();
  }

  close(): void {
    this.isClosed = true;
    this.timers.forEach(clearTimeout);
    this.editor.off("update", this.changed);
    if (!this.editor.isDestroyed) this.editor.unregisterPlugin(key);
    this.sources.legend.replaceChildren();
  }

  private readonly changed = () => {
    this.timers.forEach(clearTimeout);
    const later = () => void this.read().then(() => this.draw()).catch(() => undefined);
    this.timers = [setTimeout(() => this.draw(), DRAW_AFTER), setTimeout(later, READ_AFTER)];
  };

  private async read(): Promise<void> {
    const { log, writers, unknown } = this.sources;
    const [told] = await Promise.all([Writers.ask(writers, unknown), readLog(log, this.chronicle)]);
    this.writers = told;
  }

  private draw(): void {
    if (this.isClosed || this.editor.isDestroyed) return;
    this.editor.view.dispatch(this.editor.state.tr.setMeta(key, this.decorations()).setMeta("addToHistory", false));
  }

  private decorations(): DecorationSet {
    const { doc } = this.editor.state;
    const { writers } = this;
    const stretches = stretchesOf(this.fragment, doc);
    if (!stretches || !writers) return DecorationSet.empty;
    const shown = new Set<number>();
    const marks = stretches.flatMap(stretch => this.byAuthor(stretch, writers)).map(({ from, to, author }) => {
      shown.add(author);
      return Decoration.inline(from, to, { class: `by ${writers.colour(author)}`, title: writers.name(author) });
    });
    drawLegend(this.sources.legend, writers, shown);
    return DecorationSet.create(doc, marks);
  }

  /** A stretch of one client may hold words of several people: those that were only moved. */
  private byAuthor({ from, to, client, clock }: Stretch, writers: Writers): { from: number; to: number; author: number }[] {
    const authorAt = (at: number) => this.chronicle.writerOf(client, clock + at) || (writers.clients[client] ?? 0);
    const found: { from: number; to: number; author: number }[] = [];
    for (let at = 0; at < to - from; at += 1) {
      const author = authorAt(at);
      const last = found[found.length - 1];
      if (last?.author === author) last.to += 1;
      else found.push({ from: from + at, to: from + at + 1, author });
    }
    return found;
  }
}
