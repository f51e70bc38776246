/** The line that always says whether the words are safe, and the bar that appears when they are not. */
import type { Page } from "./page";
import { politely } from "./spoken";
import { titleView } from "./title_view";
import type { Status, StatusName } from "./status";

const CALLS_FOR_BAR: ReadonlySet<StatusName> = new Set(["unsaved", "revoked", "signedOut", "failed"]);

function words(page: Page, { name, pending }: Status): string {
  if (name === "offline") return page.text(pending > 0 ? "offline" : "offlineClean", { n: pending });
  return page.text(name, { n: pending });
}

function barWords(page: Page, { name, message, pending }: Status): string {
  if (name === "connecting") return message;
  const lost = pending > 0 ? page.text("notSent", { n: pending }) : "";
  if (name === "unsaved") return `${message || page.text("unsavedLong")} ${lost}`;
  return `${message || page.text(name)} ${lost}`;
}

/** Returns what to call with every new status. */
export function statusView(page: Page): (status: Status) => void {
  const line = page.find("status");
  const spoken = page.find("status-spoken");
  const bar = page.find("bar");
  const barText = page.find("bar-text");
  const speak = politely(text => {
    if (spoken) spoken.textContent = text;
  });
  const showTitle = titleView(page);
  let shown = "";

  return status => {
    showTitle(status);
    page.root.toggleAttribute("data-gone", status.gone ?? false); // whoever may not read it any more does not go on reading
    const text = words(page, status);
    if (line && shown !== text) {
      line.dataset["state"] = status.name;
      const label = line.querySelector("[data-coedit-label]");
      if (label) label.textContent = text;
      speak(status.name, text);
      shown = text;
    }
    if (bar && barText) {
      bar.hidden = !CALLS_FOR_BAR.has(status.name) && status.message === "";
      bar.dataset["state"] = status.name;
      bar.toggleAttribute("data-unsent", status.pending > 0);
      bar.toggleAttribute("data-gone", status.gone ?? false);
      bar.toggleAttribute("data-closed", status.message === page.text("reasonClosed"));
      const sentence = barWords(page, status);
      if (barText.textContent !== sentence) barText.textContent = sentence;
    }
  };
}
