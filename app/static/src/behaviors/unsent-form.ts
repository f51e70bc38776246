/**
 * A form that the server does not take, because the session is over, is filled in again when its page is opened next.
 *
 * What is typed is kept when the form is sent or the page is left. The next page tells what became of it: it may say that
 * nothing was taken (`data-unsent-form`: the sign-in page, an error), else it is forgotten. It is one person's own.
 */
import { contentOf, fill, hasFile } from "../device/form_content";
import { personHere } from "../device/person";
import { forgetUnsentForm, keepUnsentForm, readUnsentForm, type UnsentForm } from "../device/unsent_form";

export function unsentForm(note: HTMLElement): () => void {
  let typedIn: HTMLFormElement | null = null;
  const type = (event: Event): void => {
    typedIn = formOf(event.target) ?? typedIn;
  };
  const send = (event: SubmitEvent): void => {
    if (event.defaultPrevented || !(event.target instanceof HTMLFormElement)) return;
    if (addressOf(event.target) === "/sign-out") {
      typedIn = null;
      forgetUnsentForm();
    } else if (formOf(event.target) && keep(event.target)) typedIn = event.target;
  };
  const leave = (): void => {
    if (typedIn?.isConnected) keep(typedIn);
  };
  const comeBack = (event: PageTransitionEvent): void => {
    if (event.persisted) forgetUnsentForm(); // everything still stands there
  };
  settle(note);
  document.addEventListener("input", type);
  document.addEventListener("submit", send);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", comeBack);
  return () => {
    document.removeEventListener("input", type);
    document.removeEventListener("submit", send);
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("pageshow", comeBack);
  };
}

function settle(note: HTMLElement): void {
  const kept = readUnsentForm();
  const me = personHere();
  if (!kept) return;
  if (me && me.id !== kept.person) forgetUnsentForm();
  else if (document.querySelector("[data-unsent-form]")) keepUnsentForm({ ...kept, waiting: true });
  else if (!kept.waiting) forgetUnsentForm();
  else if (me && kept.page === pageHere()) putBack(note, kept);
}

function putBack(note: HTMLElement, kept: UnsentForm): void {
  const forms = [...document.querySelectorAll<HTMLFormElement>("main form")];
  const form = forms.find(each => addressOf(each) === kept.action);
  forgetUnsentForm();
  if (!form) return;
  const filled = fill(form, kept.content);
  note.querySelector("[data-words]")?.toggleAttribute("hidden", !filled);
  note.querySelector("[data-file]")?.toggleAttribute("hidden", !kept.file);
  note.hidden = !filled && !kept.file;
}

/** Whether there is anything to keep. */
function keep(form: HTMLFormElement): boolean {
  const [me, content, file] = [personHere(), contentOf(form), hasFile(form)];
  if (!me || Object.keys(content).length === 0) return false;
  const [page, action] = [pageHere(), addressOf(form)];
  keepUnsentForm({ person: me.id, page, action, content, file, at: Date.now(), waiting: false });
  return true;
}

/** The form of a page's own that a field belongs to; those of its frame, and those that only ask, lose nothing. */
function formOf(target: EventTarget | null): HTMLFormElement | null {
  const form = target instanceof Element ? target.closest<HTMLFormElement>("main form") : null;
  return form?.getAttribute("method") === "post" ? form : null;
}

function addressOf(form: HTMLFormElement): string {
  const address = new URL(form.getAttribute("action") ?? location.href, location.href);
  return address.pathname + address.search;
}

function pageHere(): string {
  return location.pathname + location.search;
}
