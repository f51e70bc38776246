/** Decisions: first the register, then the text. */
import type { Editor } from "@tiptap/core";
import { yUndoPluginKey } from "@tiptap/y-tiptap";
import type { UndoManager } from "yjs";
import { notice, offer } from "../notice";
import type { Page } from "../page";
import { allKeys, decided } from "./deciding";
import { Memory } from "./memory";
import { DECISION } from "./names";
import type { Entry, Register, Verb } from "./register";

const SAID: Readonly<Record<Verb, string>> = { adopt: "suggestDidAdopt", reject: "suggestDidReject", withdraw: "suggestDidWithdraw" };

export class Verdicts {
  private readonly carriedOut = new Set<string>(); // by this page: what comes under these keys later is new
  private readonly minesDecided = new Set<string>();

  constructor(
    private readonly page: Page,
    private readonly editor: Editor,
    private readonly register: Register,
  ) {}

  async decide(keys: readonly string[], verb: Verb, reason: string): Promise<void> {
    keys.forEach(key => this.carriedOut.add(key)); // here, not when the register is seen
    const outcome = await this.register.decide(keys, verb, reason);
    const decided = new Set("refused" in outcome ? [] : outcome);
    keys.filter(key => !decided.has(key)).forEach(key => this.carriedOut.delete(key));
    if ("refused" in outcome) return notice(this.page, outcome.refused);
    this.offerBack(outcome, verb, new Memory(this.editor, () => this.carryOut(outcome, verb === "adopt")));
    if (outcome.length < keys.length) notice(this.page, this.page.text("suggestFaster"));
  }

  /** The register was fetched. */
  follow(): void {
    this.forgetDecided();
    this.finishMine();
  }

  private offerBack(keys: readonly string[], verb: Verb, memory: Memory): void {
    if (memory.isEmpty) return memory.forget();
    offer(this.page, this.page.text(SAID[verb], { n: keys.length }), {
      taken: () => void this.takeBack(keys, memory),
      gone: () => memory.forget(),
    });
  }

  private async takeBack(keys: readonly string[], memory: Memory): Promise<void> {
    const outcome = await this.register.decide(keys, "undo", "");
    if ("refused" in outcome) return notice(this.page, outcome.refused);
    outcome.forEach(key => this.carriedOut.delete(key));
    memory.takeBack();
  }

  private carryOut(keys: readonly string[], adopt: boolean): void {
    if (this.editor.isDestroyed) return;
    keys.forEach(key => this.carriedOut.add(key));
    const tr = decided(this.editor.state, new Set(keys), adopt ? "adopt" : "reject");
    if (tr) this.editor.view.dispatch(tr.setMeta(DECISION, true));
  }

  /** What I decided on a page that was gone before the text showed it. */
  private finishMine(): void {
    if (!this.editor.isEditable) return;
    const pending = allKeys(this.editor.state.doc);
    const mine = ({ key, decidedBy, settled }: Entry) =>
      decidedBy?.id === this.page.me.id && !settled && !this.carriedOut.has(key) && pending.has(key);
    for (const entry of this.register.all().filter(mine)) this.carryOut([entry.key], entry.state === "adopted");
  }

  /** Ctrl Z must not take back words that others have adopted meanwhile. */
  private forgetDecided(): void {
    const { me } = this.page;
    const byOthers = ({ key, author, decidedBy }: Entry) =>
      author.id === me.id && decidedBy !== null && decidedBy.id !== me.id && !this.minesDecided.has(key);
    const fresh = this.register.all().filter(byOthers);
    if (!fresh.length) return;
    fresh.forEach(({ key }) => this.minesDecided.add(key));
    const undoing = yUndoPluginKey.getState(this.editor.state) as { undoManager?: UndoManager } | undefined;
    undoing?.undoManager?.clear();
  }
}
