/** One page's room: the copy in this browser, the line to the server, and the editor once there is a text. */
import type { Editor } from "@tiptap/core";
import { Awareness } from "y-protocols/awareness";
import { Doc } from "yjs";
import { copyName } from "../device/copies";
import { CAUGHT_UP, keptAt } from "../device/person";
import { renewToken } from "../device/token";
import { readCaret } from "./caret_first";
import { openComments, type Comments } from "./comments/comments";
import { bindInterface } from "./interface";
import { EVERYTHING, tellNews } from "./news";
import { OfflineStore } from "./offline_store";
import { readPage, sentenceOf, type Page } from "./page";
import { bindPast } from "./past/past";
import { showPresence } from "./presence";
import { Provider } from "./provider";
import { bindRescue } from "./rescue";
import { SCHEMA_VERSION } from "./schema";
import { followStage } from "./stage_news";
import { tellMeant } from "./sections/meant";
import { Advice } from "./suggesting/advice";
import { statusView } from "./status_view";
import { socketWire } from "./wire_socket";
import { openEditor } from "./writing";
import type { Status } from "./status";
import type { Joined } from "./wire";

export function openRoom(root: HTMLElement): () => void {
  const room = new PageRoom(readPage(root));
  void room.open();
  return () => room.close();
}

class PageRoom {
  private readonly doc = new Doc();
  private readonly awareness = new Awareness(this.doc);
  private readonly provider: Provider;
  private readonly show: (status: Status) => void;
  private store: OfflineStore | null = null;
  private editor: Editor | null = null;
  private comments: Comments | null = null;
  private readonly advice: Advice;
  private releases: (() => void)[] = [];
  private closed = false;
  private hasBeenAway = keptAt() !== null;

  constructor(private readonly page: Page) {
    this.show = statusView(page);
    this.advice = new Advice(page, this.doc, this.awareness);
    this.releases.push(() => this.advice.close(), followStage(page));
    const wire = socketWire();
    this.provider = new Provider({
      doc: this.doc,
      awareness: this.awareness,
      wire,
      id: page.documentId,
      epoch: page.epoch,
      person: page.me.id,
      schema: SCHEMA_VERSION,
      onStatus: status => this.status(status),
      onJoined: answer => this.joined(answer),
      onIncoming: () => this.editor && readCaret(this.editor.view),
      sentence: code => sentenceOf(page, code),
    });
    wire.on("changed", ({ doc, what }) => doc === page.documentId && this.changed(what));
    wire.on("revoked", ({ doc }) => doc === page.documentId && this.changed("comments"));
    bindRescue(page, this.doc, this.provider, () => this.store);
  }

  async open(): Promise<void> {
    await this.openCopy();
    const visit = await this.store?.lastVisit().catch(() => null);
    if (this.closed) return;
    if (visit && visit.schema > SCHEMA_VERSION) return this.provider.shut(this.page.text("reasonSchema"));
    if (visit) {
      this.provider.resume(visit);
      this.mount(); // a copy that once was in step: reading and writing go on without the server
    }
    if (keptAt()) this.provider.awayAtFirst();
    this.provider.start();
  }

  close(): void {
    this.closed = true;
    this.releases.forEach(release => release());
    this.editor?.destroy();
    this.provider.close();
    this.awareness.destroy();
    this.doc.destroy();
  }

  /** Also when a sign-out in another window took it away meanwhile. */
  private async openCopy(): Promise<void> {
    if (this.store && !this.store.gone) return;
    const { documentId, epoch, me } = this.page;
    this.store = await OfflineStore.open(copyName(documentId, epoch, me.id), this.doc);
  }

  private joined({ role, me }: Joined): void {
    const { title, me: { school, name } } = this.page;
    const label = { title, address: location.pathname, by: name };
    void this.openCopy().then(() => this.store?.joined(role, SCHEMA_VERSION, label)).catch(() => undefined);
    if (this.hasBeenAway) void renewToken();
    this.hasBeenAway = true;
    this.mount();
    // After the editor, which begins with the person's own colour: in this room it may be another one.
    this.awareness.setLocalStateField("user", { ...me, school, client: this.doc.clientID });
    this.editor?.setEditable(this.provider.standing.writable, false);
    this.comments?.look();
    tellNews(this.page, EVERYTHING);
    document.dispatchEvent(new CustomEvent(CAUGHT_UP));
  }

  private changed(what: string): void {
    if (what === "comments") this.comments?.look();
    tellNews(this.page, what);
    document.dispatchEvent(new CustomEvent("qinglan:news"));
  }

  private status(status: Status): void {
    this.show(status);
    this.store?.count(status.pending, this.provider.serverVector, this.provider.outbox.without);
    if (this.editor && this.editor.isEditable !== this.provider.standing.writable) {
      this.editor.setEditable(this.provider.standing.writable, false);
    }
    const absent = this.page.find<HTMLElement>("no-copy");
    if (absent) absent.hidden = this.editor !== null || status.name !== "offline";
    this.advice.mode.confine(this.provider.standing.role === "suggest");
    this.page.root.dataset["writable"] = String(this.provider.standing.writable);
  }

  private mount(): void {
    if (this.editor || this.closed) return;
    const { page, doc, awareness, provider } = this;
    this.editor = openEditor(page, doc, awareness, provider.standing.writable, this.advice);
    this.releases.push(bindInterface(page, this.editor, awareness));
    this.comments = openComments(page, this.editor);
    if (this.comments) this.releases.push(this.comments.close.bind(this.comments));
    this.releases.push(bindPast(page, this.editor, doc, () => provider.outbox.pending, this.advice.register));
    tellMeant(this.editor, keys => provider.outbox.mean(keys));
    this.advice.show(this.editor);
    const people = page.find("presence");
    if (people) this.releases.push(showPresence(people, awareness, page.text("you"), page.text("listSeparator")));
  }
}
