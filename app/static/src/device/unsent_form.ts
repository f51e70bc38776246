/** What this person typed into a form of this tab that the server did not take; for half an hour, then it is gone. */
import type { Content } from "./form_content";

const NAME = "qinglan-unsent-form";
const KEPT_MS = 30 * 60_000;

export interface UnsentForm {
  person: number;
  page: string; // the address of the page with the form
  action: string; // where the form is sent to
  content: Content;
  file: boolean; // one was chosen, which cannot be kept
  at: number;
  waiting: boolean; // the server has said that it did not take it
}

export function readUnsentForm(): UnsentForm | null {
  try {
    const form = JSON.parse(sessionStorage.getItem(NAME) ?? "null") as UnsentForm | null;
    if (!form || Date.now() - form.at < KEPT_MS) return form;
  } catch {
    return null; // this browser keeps nothing
  }
  forgetUnsentForm();
  return null;
}

export function keepUnsentForm(form: UnsentForm): void {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(form));
  } catch {
    forgetUnsentForm(); // too long, or a browser that keeps nothing
  }
}

export function forgetUnsentForm(): void {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // nothing was kept
  }
}
