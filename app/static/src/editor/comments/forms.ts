/** The forms of the conversation: kept while they are written, checked before they are sent. */
import type { Page } from "../page";
import { notice } from "../notice";
import { freshToken, type Keeping } from "./keeping";
import type { Letters } from "./letters";
import { post } from "./post";

export const LONGEST = 2000;

/** Why these words cannot be sent, or "". */
export function fault(page: Page, words: string): string {
  const count = words.trim().length;
  if (!count) return page.text("commentEmpty");
  return count > LONGEST ? page.text("commentLong", { most: LONGEST, n: count }) : "";
}

export function bindForms(
  page: Page,
  root: HTMLElement,
  keeping: Keeping,
  letters: Letters,
  arrived: (html: string) => void,
): () => void {
  const submit = (event: SubmitEvent) => {
    const form = event.target as HTMLFormElement;
    if (!form.dataset["send"]) return;
    event.preventDefault();
    if (form.dataset["send"] === "reply") reply(form);
    else void step(form);
  };
  const reply = (form: HTMLFormElement) => {
    const area = form.querySelector("textarea");
    if (!area) return;
    const wrong = fault(page, area.value);
    if (wrong) return refuse(area, wrong);
    const quote = form.closest(".thread")?.querySelector(".thread-quote")?.lastChild?.textContent ?? "";
    letters.send({ token: freshToken(), url: form.action, quote, fields: { body: area.value.trim() } });
    area.value = "";
    keeping.keepDraft(area.dataset["slot"] ?? "", "");
  };
  /** Resolving, editing, deleting: done now or not at all; the words stay where they are. */
  const step = async (form: HTMLFormElement) => {
    const area = form.querySelector("textarea");
    const wrong = area ? fault(page, area.value) : "";
    if (area && wrong) return refuse(area, wrong);
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    const outcome = await post(page, form.action, area ? { body: area.value.trim() } : {});
    form.ariaBusy = null;
    if (!outcome) return notice(page, page.text("commentOffline"));
    if ("refused" in outcome) return notice(page, page.text("commentRefused", { reason: outcome.refused }));
    form.closest("details")?.removeAttribute("open");
    if (area) area.defaultValue = area.value;
    arrived(outcome.html);
  };
  const refuse = (area: HTMLTextAreaElement, sentence: string) => {
    notice(page, sentence);
    area.focus();
  };
  const typed = ({ target }: Event) => {
    if (!(target instanceof HTMLTextAreaElement) || !target.dataset["slot"]) return;
    keeping.keepDraft(target.dataset["slot"], target.value);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    (event.target as Element).closest("form")?.requestSubmit();
  };
  root.addEventListener("submit", submit);
  root.addEventListener("input", typed);
  root.addEventListener("keydown", keys);
  return () => {
    root.removeEventListener("submit", submit);
    root.removeEventListener("input", typed);
    root.removeEventListener("keydown", keys);
  };
}
