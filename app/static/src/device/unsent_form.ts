/** What this person typed into forms of this tab that the server has not taken; after a while it is gone. */
import type { Content } from "./form_content";

const NAME = "qinglan-unsent-form";
const KEPT_MS = 30 * 60_000;
const LASTING_MS = 12 * 3_600_000; // a school day: who fills in a long form is called away
const MOST = 8;

export interface UnsentForm {
  person: number;
  page: string; // the address of the page with the form
  action: string; // where the form is sent to
  content: Content;
  file: boolean; // one was chosen, which cannot be kept
  at: number;
  sent: boolean; // the next page tells what became of it
  lasting: boolean; // worth keeping when the page was only left
  waiting: boolean; // the server has said that it did not take it
}

export function readUnsentForms(): UnsentForm[] {
  try {
    const forms = JSON.parse(sessionStorage.getItem(NAME) ?? "[]") as UnsentForm[];
    return forms.filter(form => Date.now() - form.at < (form.lasting && !form.waiting ? LASTING_MS : KEPT_MS));
  } catch {
    return []; // this browser keeps nothing
  }
}

/** In the place of what was kept of the same form before. */
export function keepUnsentForm(form: UnsentForm): void {
  const others = readUnsentForms().filter(each => each.page !== form.page || each.action !== form.action);
  keepUnsentForms([...others, form]);
}

/** These and no others. */
export function keepUnsentForms(forms: UnsentForm[]): void {
  try {
    if (forms.length > 0) sessionStorage.setItem(NAME, JSON.stringify(forms.slice(-MOST)));
    else sessionStorage.removeItem(NAME);
  } catch {
    if (forms.length > 0) keepUnsentForms([]); // too long, or a browser that keeps nothing
  }
}
