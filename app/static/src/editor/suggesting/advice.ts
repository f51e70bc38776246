/** Everything about suggestions that a page has: before there is an editor, and with it. */
import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";
import type { Page } from "../page";
import { CaughtWords } from "./caught";
import { Mode } from "./mode";
import { OwnClients } from "./own_clients";
import { Register, type Author } from "./register";
import { Suggestions } from "./suggestions";

export class Advice {
  readonly register: Register;
  readonly mode: Mode;
  private readonly caught: CaughtWords;
  private suggestions: Suggestions | null = null;

  constructor(
    private readonly page: Page,
    doc: Doc,
    awareness: Awareness,
  ) {
    const own = new OwnClients(`qinglan-suggested-${page.me.id}-${page.documentId}`, doc.clientID);
    const present = (client: number) =>
      own.has(client) ? page.me : (awareness.getStates().get(client)?.["user"] as Author | undefined);
    const url = page.find("suggestions")?.dataset["url"] ?? "";
    this.register = new Register(page, url, () => this.suggestions?.refreshed(), present);
    this.mode = new Mode(page, doc.clientID, this.register, own);
    this.caught = new CaughtWords(doc, key => this.mode.continues(key));
  }

  show(editor: Editor): void {
    const root = this.page.find("suggestions");
    if (root) this.suggestions = new Suggestions(this.page, editor, this.register, this.mode, root);
  }

  close(): void {
    this.suggestions?.close();
    this.caught.close();
  }
}
