/** The division of labour in the outline: who writes a section, whether it is done, who is there now. */
import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import type { Writer } from "../carets";
import { ask } from "../dialog";
import { notice } from "../notice";
import type { Page } from "../page";
import { Beside } from "../standing_beside";
import { addSection, missingIn, removeSection, type Named } from "./changing";
import { chip, dotOf, labelled, lineFor, place, type Person } from "./line";
import { whereabouts } from "./whereabouts";

interface Board {
  template: Named[];
  sections: Record<string, { assignee: Person | null; done: boolean; may_mark: boolean }>;
  may_assign: boolean;
  people: Person[];
}

const LOOK_AFTER = 400;

export class Labour {
  private readonly board: Beside<Board>;
  private readonly add: HTMLButtonElement | null;
  private here = new Map<number, Writer[]>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly page: Page,
    private readonly editor: Editor,
    private readonly awareness: Awareness,
    private readonly redraw: () => void,
  ) {
    this.board = new Beside<Board>(page, `/documents/${page.documentId}/sections`, "sections", () => redraw());
    this.add = page.find("section-add");
    this.add?.addEventListener("click", this.asked);
    awareness.on("change", this.moved);
    this.moved();
  }

  close(): void {
    clearTimeout(this.timer);
    this.board.close();
    this.add?.removeEventListener("click", this.asked);
    this.awareness.off("change", this.moved);
  }

  /** What the template calls it, where the heading has no words. */
  nameOf(key: string): string {
    return this.board.now?.template.find(each => each.key === key)?.label ?? key;
  }

  /** The line of a section in the outline. */
  dress(item: HTMLElement, key: string, words: string): void {
    const state = this.board.now?.sections[key];
    item.dataset["section"] = key;
    item.toggleAttribute("data-done", state?.done ?? false);
    const line = document.createElement("span");
    line.className = "section-line";
    if (state?.assignee) line.append(chip(state.assignee.name, "section-assignee"));
    if (state?.done) line.append(chip(`✓ ${this.page.text("sectionDone")}`, "section-done"));
    line.append(place());
    const more = document.createElement("button");
    more.type = "button";
    more.className = "section-more";
    more.textContent = "…";
    more.setAttribute("aria-label", this.page.text("sectionMore", { name: words }));
    more.hidden = !this.mayChange(key);
    more.addEventListener("click", () => void this.change(key, words));
    item.append(more, line);
  }

  /** Behind the last line. */
  settle(): void {
    const missing = this.board.now ? missingIn(this.editor, this.board.now.template) : [];
    this.showAll();
    this.moved();
    if (this.add) this.add.hidden = !missing.length || !this.editor.isEditable;
  }

  private mayChange(key: string): boolean {
    const { now } = this.board;
    if (!now) return false; // not before there is something to show
    return this.editor.isEditable || now.may_assign || (now.sections[key]?.may_mark ?? false);
  }

  private async change(key: string, words: string): Promise<void> {
    const dialog = this.page.find<HTMLDialogElement>("section-dialog");
    const { now } = this.board;
    const state = now?.sections[key];
    if (!dialog || !now) return;
    const title = dialog.querySelector("h2");
    if (title) title.textContent = words;
    const people = dialog.querySelector("select");
    const nobody = people?.options[0];
    if (nobody) people.replaceChildren(nobody, ...now.people.map(person => new Option(labelled(person), String(person.id))));
    const may = { assign: now.may_assign, mark: now.may_assign || (state?.may_mark ?? false), remove: this.editor.isEditable };
    dialog.querySelectorAll<HTMLElement>("[data-may]").forEach(each => {
      const doneNow = each.dataset["when"] ? (each.dataset["when"] === "done") === (state?.done ?? false) : true;
      each.hidden = !may[each.dataset["may"] as keyof typeof may] || !doneNow;
    });
    const answer = await ask(dialog, { assignee: String(state?.assignee?.id ?? "") });
    if (!answer) return;
    if (answer.action === "remove") this.remove(key, words);
    else if (answer.action === "assign") await this.board.send(`/${key}/assignee`, { assignee: String(answer.values.get("assignee") ?? "") });
    else await this.board.send(`/${key}/done`, { done: answer.action === "done" ? "1" : "0" });
  }

  private remove(key: string, words: string): void {
    const outcome = removeSection(this.editor, key);
    if (outcome) notice(this.page, this.page.text(outcome === "removed" ? "sectionRemoved" : "sectionSuggested", { name: words }));
    this.redraw();
  }

  private readonly asked = (): void => void this.askForMissing();

  private async askForMissing(): Promise<void> {
    const dialog = this.page.find<HTMLDialogElement>("section-add-dialog");
    const { now } = this.board;
    if (!now) return;
    const missing = missingIn(this.editor, now.template);
    dialog?.querySelector("select")?.replaceChildren(...missing.map(({ key, label }) => new Option(label, key)));
    const answer = await ask(dialog);
    if (answer) addSection(this.editor, now.template, String(answer.values.get("key") ?? ""));
  }

  private readonly moved = (): void => {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.editor.isDestroyed) return;
      this.here = whereabouts(this.editor, this.awareness);
      this.showAll();
    }, LOOK_AFTER);
  };

  private showAll(): void {
    this.page.find("outline")?.querySelectorAll<HTMLElement>(":scope > li").forEach((item, index) => {
      const people = this.here.get(index) ?? [];
      if (people.length && !item.querySelector(".section-here")) item.append(lineFor());
      item.querySelector(".section-here")?.replaceChildren(...people.map(dotOf));
    });
  }
}
