/** The tab's title says it too: "● 3 edits not synced · Title", so that nobody closes it unknowingly. */
import type { Page } from "./page";
import type { Status, StatusName } from "./status";

const APART: ReadonlySet<StatusName> = new Set(["offline", "unsaved", "revoked", "signedOut", "failed"]);

/** What stands before the title; empty when all is safe. While edits only travel it does not flicker. */
export function titleMark(status: Status, marked: boolean, words: (count: number) => string): string {
  if (status.pending === 0) return "";
  return marked || APART.has(status.name) ? `● ${words(status.pending)} · ` : "";
}

export function titleView(page: Page): (status: Status) => void {
  const plain = document.title;
  let mark = "";
  return status => {
    const next = titleMark(status, mark !== "", n => page.text("titleUnsent", { n }));
    if (next === mark) return;
    mark = next;
    document.title = mark + plain;
  };
}
