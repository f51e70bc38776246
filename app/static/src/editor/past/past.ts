/** What the editor has to do with the past: colours of authors, keeping a version, writing an old one again. */
import type { Editor } from "@tiptap/core";
import type { Doc } from "yjs";
import { csrfToken } from "../../device/token";
import { ask } from "../dialog";
import { notice } from "../notice";
import type { Page } from "../page";
import type { AuthorView } from "./author_view";

const PATIENCE_MS = 20_000;

/** What is known about suggestions that an earlier text may hold. */
export interface Decisions {
  look(): Promise<void>;
  isDecided(key: string): boolean;
}

/** `pending` tells how many edits the server has not acknowledged. */
export function bindPast(page: Page, editor: Editor, doc: Doc, pending: () => number, decisions: Decisions): () => void {
  const place = page.find("past");
  if (!place) return () => undefined;
  const past = new Past(page, editor, doc, pending, decisions, place);
  return past.bind();
}

class Past {
  private view: AuthorView | null = null;

  constructor(
    private readonly page: Page,
    private readonly editor: Editor,
    private readonly doc: Doc,
    private readonly pending: () => number,
    private readonly decisions: Decisions,
    private readonly place: HTMLElement,
  ) {}

  bind(): () => void {
    const toggle = this.page.find("authors-toggle");
    const keys = (event: KeyboardEvent) => {
      if (!event.ctrlKey || !event.altKey || event.code !== "KeyS") return;
      event.preventDefault();
      void this.keep();
    };
    let turned: Promise<void> | null = null;
    const flip = () => void (turned ??= this.flip(toggle).finally(() => (turned = null))); // one press at a time
    const name = this.page.find("version-open");
    const keep = () => void this.keep();
    document.addEventListener("keydown", keys);
    toggle?.addEventListener("click", flip);
    name?.addEventListener("click", keep);
    window.addEventListener("hashchange", this.askForRestore);
    this.askForRestore();
    return () => {
      document.removeEventListener("keydown", keys);
      toggle?.removeEventListener("click", flip);
      name?.removeEventListener("click", keep);
      window.removeEventListener("hashchange", this.askForRestore);
      this.view?.close();
    };
  }

  private async flip(toggle: HTMLElement | null): Promise<void> {
    const isOpen = this.view !== null;
    toggle?.setAttribute("aria-pressed", String(!isOpen));
    if (this.view) {
      this.view.close();
      this.view = null;
      return;
    }
    const legend = this.page.find("authors-legend");
    if (!legend) return;
    const { logUrl = "", writersUrl = "" } = this.place.dataset;
    try {
      const { AuthorView } = await import("./author_view");
      const sources = { log: logUrl, writers: writersUrl, unknown: this.page.text("authorUnknown"), legend };
      this.view = new AuthorView(this.editor, this.doc.getXmlFragment("default"), sources);
      await this.view.open();
    } catch {
      this.view = null;
      toggle?.setAttribute("aria-pressed", "false");
      notice(this.page, this.page.text("pastOffline"));
    }
  }

  /** The server keeps what it has: first everything has to be there. */
  private async keep(): Promise<void> {
    if (this.page.root.hasAttribute("data-only-suggest")) return notice(this.page, this.page.text("versionNotYours"));
    const asked = this.editor.isEditable ? await ask(this.page.find("version-dialog")) : null;
    const label = String(asked?.values.get("label") ?? "").trim();
    if (!label) return;
    const answer = (await this.arrived()) ? await this.post(this.place.dataset["versionsUrl"], { label }) : null;
    notice(this.page, answer?.ok ? this.page.text("versionKept", { label }) : this.page.text("pastOffline"));
    this.editor.commands.focus();
  }

  private readonly askForRestore = (): void => {
    const [, version] = /^#restore=(\d+)$/.exec(location.hash) ?? [];
    if (!version || !this.editor.isEditable) return;
    window.history.replaceState(null, "", location.pathname + location.search);
    void ask(this.page.find("restore-dialog")).then(asked => (asked ? this.restore(version) : undefined));
  };

  private async restore(version: string): Promise<void> {
    const answer = (await this.arrived()) ? await this.post(this.place.dataset["restorationsUrl"], { version }) : null;
    const kept = answer?.ok ? ((await answer.json()) as { state: string; label: string }) : null;
    const state = kept ? await fetch(kept.state).catch(() => null) : null;
    await this.decisions.look();
    if (!kept || !state?.ok || !this.editor.isEditable) return notice(this.page, this.page.text("pastOffline"));
    const { writeAgain } = await import("./restoring");
    writeAgain(this.editor, new Uint8Array(await state.arrayBuffer()), key => this.decisions.isDecided(key));
    notice(this.page, this.page.text("restored"));
  }

  private async arrived(): Promise<boolean> {
    const until = Date.now() + PATIENCE_MS;
    while (this.pending() > 0 && Date.now() < until) await new Promise(resolve => setTimeout(resolve, 100));
    return this.pending() === 0;
  }

  private post(address: string | undefined, values: Record<string, string>): Promise<Response | null> {
    const body = new URLSearchParams({ ...values, csrf_token: csrfToken() });
    return fetch(address ?? "", { method: "POST", body }).catch(() => null);
  }
}
