/** When the words cannot reach the server: copy them, or let go of them and begin again. */
import type { Doc } from "yjs";
import type { OfflineStore } from "./offline_store";
import type { Page } from "./page";
import type { Provider } from "./provider";
import { unsyncedWords } from "./unsynced";

export function bindRescue(page: Page, doc: Doc, provider: Provider, store: () => OfflineStore | null): void {
  const copy = page.find<HTMLButtonElement>("copy-unsent");
  copy?.addEventListener("click", () => {
    void copyWords(unsyncedWords(doc, provider.serverVector)).then(done => {
      copy.textContent = page.text(done ? "copied" : "copyFailed");
    });
  });
  page.find("reload")?.addEventListener("click", () => location.reload());
  page.find("discard")?.addEventListener("click", () => {
    if (!page.find<HTMLElement>("discard")?.toggleAttribute("data-sure")) return void discard(store(), provider.standing.status.gone ?? false);
    const button = page.find("discard");
    if (button) button.textContent = page.text(provider.standing.status.gone ? "discardGone" : "discardSure");
  });
  window.addEventListener("beforeunload", event => {
    if (provider.outbox.pending > 0 && !discarding) {
      event.preventDefault();
      event.returnValue = ""; // older browsers ask only then
    }
  });
  window.addEventListener("pagehide", () => provider.carets.leave());
}

let discarding = false;

async function discard(store: OfflineStore | null, gone: boolean): Promise<void> {
  discarding = true;
  await store?.forget();
  if (gone) location.assign("/");
  else location.reload();
}

async function copyWords(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return copyTheOldWay(words); // plain http has no clipboard object
  }
}

function copyTheOldWay(words: string): boolean {
  const area = document.createElement("textarea");
  area.value = words;
  area.className = "sr";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
