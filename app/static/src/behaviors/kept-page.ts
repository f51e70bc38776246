/** Says that this page came from the device, and of when it is; asks for the real one until the server answers. */
import { CAUGHT_UP, keptAt } from "../device/person";

const ASK_AGAIN = 10_000; // a line that was only slow brings no "online" event

export function keptPage(element: HTMLElement): () => void {
  const moment = keptAt();
  const words = element.querySelector<HTMLElement>("[data-kept-words]");
  if (!moment || !words) return () => undefined;
  const shown = new Date(moment).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  words.textContent = (words.dataset["keptWords"] ?? "").replace("{moment}", shown);
  element.hidden = false;
  if (document.querySelector("[data-behavior=coedit]")) return hideOnceCaughtUp(element);
  const ask = () => void answers().then(up => up && !isWriting() && location.reload());
  const asking = setInterval(ask, ASK_AGAIN);
  window.addEventListener("online", ask);
  return () => {
    clearInterval(asking);
    window.removeEventListener("online", ask);
  };
}

function hideOnceCaughtUp(element: HTMLElement): () => void {
  const hide = () => {
    element.hidden = true;
  };
  document.addEventListener(CAUGHT_UP, hide);
  return () => document.removeEventListener(CAUGHT_UP, hide);
}

function answers(): Promise<boolean> {
  return fetch("/healthz", { cache: "no-store" }).then(answer => answer.ok, () => false);
}

/** A reload would take words typed into a form of this page. */
function isWriting(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("main input:not([type=hidden]), main textarea");
  return [...fields].some(field => field.value !== field.defaultValue);
}
