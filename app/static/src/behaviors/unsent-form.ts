/**
 * A form that the server does not take, because the session is over, is filled in again when its page is opened next.
 * So is a long one (`data-lasting`) whose page was reloaded or left; not by "cancel", where
 * that stands for giving up ("uncancelled"). One that is begun again about something else (`data-instead-of`: where the other
 * was sent to) takes over what was changed there (`data-usual`: what nobody had to type).
 *
 * What is typed is kept when the form is sent or the page is left. The next page tells what became of it: it may say that
 * nothing was taken (`data-unsent-form`: the sign-in page, an error), else what was sent is forgotten, and what was left
 * too if it does not last. It is one person's own.
 */
import { type Content, contentOf, fill, hasFile } from "../device/form_content";
import { personHere } from "../device/person";
import { keepUnsentForm, keepUnsentForms, readUnsentForms, type UnsentForm } from "../device/unsent_form";

export function unsentForm(note: HTMLElement): () => void {
  const toPutBack = settle();
  let typedIn = document.querySelector<HTMLFormElement>("main form[data-lasting][data-refused]");
  let sent: HTMLFormElement | null = null;
  const type = (event: Event): void => {
    typedIn = formOf(event.target) ?? typedIn;
    if (typedIn === sent) sent = null;
  };
  const send = (event: SubmitEvent): void => {
    if (event.defaultPrevented || !(event.target instanceof HTMLFormElement)) return;
    if (addressOf(event.target) === "/sign-out") {
      typedIn = null;
      keepUnsentForms([]);
    } else if (formOf(event.target) && keep(event.target, true)) typedIn = sent = event.target;
  };
  const leave = (): void => {
    if (typedIn?.isConnected) keep(typedIn, typedIn === sent);
  };
  const cancel = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest('[data-lasting="uncancelled"] .form-actions a')) typedIn = null;
  };
  const comeBack = (event: PageTransitionEvent): void => {
    if (event.persisted) forgetThoseOf(pageHere()); // everything still stands there
  };
  const startAgain = (): void => {
    typedIn?.reset(); // or some browsers put it into the new page themselves
    typedIn = null;
    forgetThoseOf(pageHere());
    location.reload();
  };
  const later = setTimeout(() => putBack(note, toPutBack)); // htmx listens to the fields by then, and `type` does
  const again = note.querySelector("[data-start-again]");
  document.addEventListener("input", type);
  document.addEventListener("submit", send);
  document.addEventListener("click", cancel);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", comeBack);
  again?.addEventListener("click", startAgain);
  return () => {
    clearTimeout(later);
    document.removeEventListener("input", type);
    document.removeEventListener("submit", send);
    document.removeEventListener("click", cancel);
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("pageshow", comeBack);
    again?.removeEventListener("click", startAgain);
  };
}

/** Forget what is over, and return what belongs into a form of this page. */
function settle(): UnsentForm[] {
  const [me, refused] = [personHere(), Boolean(document.querySelector("[data-unsent-form]"))];
  const mine = readUnsentForms().filter(kept => !me || kept.person === me.id);
  if (refused) keepUnsentForms(mine.map(kept => (kept.waiting ? kept : { ...kept, waiting: true, at: Date.now() })));
  else keepUnsentForms(mine.filter(kept => kept.waiting || (me && kept.lasting && !kept.sent)));
  return me && !refused ? readUnsentForms().filter(kept => kept.page === pageHere() || formInsteadOf(kept)) : [];
}

function putBack(note: HTMLElement, all: UnsentForm[]): void {
  const forms = [...document.querySelectorAll<HTMLFormElement>("main form")];
  for (const kept of all) {
    const form = forms.find(each => addressOf(each) === kept.action) ?? formInsteadOf(kept);
    if (!form) continue;
    const filled = fill(form, withoutUsual(kept.content, form.dataset["usual"] ?? "{}"));
    if (filled) note.querySelector("[data-words]")?.removeAttribute("hidden");
    if (kept.file) note.querySelector("[data-file]")?.removeAttribute("hidden");
    if (filled || kept.file) note.hidden = false;
  }
  for (const kept of all) forgetThoseOf(kept.page);
}

function formInsteadOf(kept: UnsentForm): HTMLFormElement | null {
  const form = document.querySelector<HTMLFormElement>("main form[data-instead-of]");
  return form?.dataset["insteadOf"] === kept.action ? form : null;
}

function withoutUsual(content: Content, usual: string): Content {
  const left = JSON.parse(usual) as Content;
  return Object.fromEntries(Object.entries(content).filter(([key, values]) => String(left[key]) !== String(values)));
}

function forgetThoseOf(page: string): void {
  keepUnsentForms(readUnsentForms().filter(kept => kept.page !== page));
}

/** Whether there is anything to keep. */
function keep(form: HTMLFormElement, sent: boolean): boolean {
  const [me, content, file] = [personHere(), contentOf(form), hasFile(form)];
  if (!me || Object.keys(content).length === 0) return false;
  const [page, action, lasting] = [pageHere(), addressOf(form), "lasting" in form.dataset];
  keepUnsentForm({ person: me.id, page, action, content, file, at: Date.now(), sent, lasting, waiting: false });
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
