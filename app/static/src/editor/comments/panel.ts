/** The threads beside the paper: what the server sent, in the order of the text, without disturbing who writes in it. */
import type { Page } from "../page";
import type { Range } from "./flat_text";
import { Filter } from "./filter";
import type { Keeping } from "./keeping";
import type { Mark } from "./marks";

export interface Person {
  label: string;
  name: string;
  school: string;
  sound: string;
}

export class Panel {
  maySpeak = false;
  people: Person[] = [];
  private readonly list: HTMLElement;
  private readonly sent = new Map<string, string>();
  private readonly filter: Filter;
  private said = -1;
  private readonly invite: HTMLElement | null;
  private readonly invitation: string;

  constructor(
    private readonly page: Page,
    private readonly keeping: Keeping,
  ) {
    const list = page.find("comments-list");
    if (!list) throw new Error("the page has no list of comments");
    this.list = list;
    this.invite = page.find("comments-none");
    this.invitation = this.invite?.textContent ?? "";
    this.filter = new Filter(page, list);
    list.addEventListener("focusout", () => setTimeout(() => this.order(this.places)));
  }

  /** Shows what is there now; returns where it stands. */
  take(html: string): Mark[] {
    const root = new DOMParser().parseFromString(html, "text/html").querySelector("div");
    this.maySpeak = root?.hasAttribute("data-may-speak") ?? false;
    this.people = [...(root?.querySelectorAll<HTMLElement>("[data-people] > li") ?? [])].map(personIn);
    const threads = [...(root?.querySelectorAll<HTMLElement>("ol > .thread") ?? [])];
    const known = new Set(threads.map(thread => thread.id));
    for (const old of this.threads()) if (!known.has(old.id)) old.remove();
    for (const thread of threads) this.put(thread);
    for (const id of [...this.sent.keys()]) if (!known.has(id)) this.sent.delete(id);
    this.filter.apply();
    if (!this.maySpeak) this.invite?.replaceChildren(this.invite.dataset["silent"] ?? "");
    else this.invite?.replaceChildren(this.invitation);
    this.speak(threads.length);
    return threads.map(markIn);
  }

  /** In the order of the text; those whose text is gone come last. Not while somebody writes in one of them. */
  order(places: ReadonlyMap<string, Range | null>): void {
    this.places = places;
    const threads = this.threads();
    for (const thread of threads) {
      const gone = !places.get(thread.dataset["thread"] ?? "");
      thread.querySelector('[data-part="gone"]')?.toggleAttribute("hidden", !gone);
    }
    if (this.list.contains(document.activeElement)) return;
    const at = (thread: HTMLElement) => places.get(thread.dataset["thread"] ?? "")?.from ?? Infinity;
    const sorted = [...threads].sort((a, b) => at(a) - at(b) || Number(a.dataset["thread"]) - Number(b.dataset["thread"]));
    if (sorted.some((thread, index) => thread !== threads[index])) this.list.replaceChildren(...sorted);
  }

  thread(id: string): HTMLElement | null {
    return this.list.querySelector(`[data-thread="${CSS.escape(id)}"]`);
  }

  isHidden(id: string): boolean {
    return !this.thread(id) || this.thread(id)?.hidden === true;
  }

  mark(active: string | null): void {
    for (const thread of this.threads()) thread.toggleAttribute("data-active", thread.dataset["thread"] === active);
  }

  /** Into view, whatever the filter says. */
  show(id: string): void {
    const thread = this.thread(id);
    if (!thread) return;
    this.filter.reveal(thread);
    thread.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  private places: ReadonlyMap<string, Range | null> = new Map();

  private threads(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>(":scope > .thread")];
  }

  private put(incoming: HTMLElement): void {
    const html = incoming.outerHTML;
    const old = this.thread(incoming.dataset["thread"] ?? "");
    if (old && this.sent.get(incoming.id) === html) return;
    this.sent.set(incoming.id, html);
    const thread = document.importNode(incoming, true);
    if (old) replaceKindly(old, thread);
    else this.list.append(thread);
    for (const area of (old ?? thread).querySelectorAll<HTMLTextAreaElement>("[data-slot]")) {
      area.value ||= this.keeping.draft(area.dataset["slot"] ?? "");
    }
  }

  private speak(count: number): void {
    const place = this.page.find("comments-spoken");
    if (place && this.said >= 0 && this.said !== count) place.textContent = this.page.text("commentShown", { n: count });
    this.said = count;
  }
}

/** New content in the old element: what is being written, and where the caret stands, stays. */
function replaceKindly(old: HTMLElement, fresh: HTMLElement): void {
  const areas = new Map([...old.querySelectorAll("textarea")].map(area => [area.id, area]));
  const opened = new Set([...old.querySelectorAll("details[open]")].map(details => details.parentElement?.id));
  const focused = old.contains(document.activeElement) ? document.activeElement?.id : undefined;
  const active = old.hasAttribute("data-active");
  for (const { name, value } of [...fresh.attributes]) old.setAttribute(name, value);
  old.toggleAttribute("data-mine", fresh.hasAttribute("data-mine"));
  old.toggleAttribute("data-active", active);
  old.replaceChildren(...fresh.childNodes);
  for (const details of old.querySelectorAll("details")) details.open = opened.has(details.parentElement?.id);
  for (const area of old.querySelectorAll("textarea")) {
    const before = areas.get(area.id);
    if (before && before.value !== before.defaultValue) area.value = before.value;
    if (area.id !== focused || !before) continue;
    area.focus({ preventScroll: true });
    area.setSelectionRange(before.selectionStart, before.selectionEnd);
  }
}

function personIn({ dataset }: HTMLElement): Person {
  const word = (name: string) => dataset[name] ?? "";
  return { label: word("label"), name: word("name"), school: word("school"), sound: word("sound") };
}

function markIn({ dataset }: HTMLElement): Mark {
  const word = (name: string) => dataset[name] ?? "";
  const anchor = { start: word("start"), end: word("end"), quote: word("quote"), before: word("before"), after: word("after") };
  return { id: word("thread"), anchor, open: dataset["state"] === "open" };
}
