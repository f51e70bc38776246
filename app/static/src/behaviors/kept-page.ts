/** Says that this page came from the device, and of when it is. */
import { keptAt } from "../device/person";

export function keptPage(element: HTMLElement): () => void {
  const moment = keptAt();
  const words = element.querySelector<HTMLElement>("[data-kept-words]");
  if (!moment || !words) return () => undefined;
  const shown = new Date(moment).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  words.textContent = (words.dataset["keptWords"] ?? "").replace("{moment}", shown);
  element.hidden = false;
  const fresh = () => location.reload();
  const isEditor = document.querySelector("[data-behavior=coedit]") !== null; // it catches up by itself
  if (!isEditor) window.addEventListener("online", fresh);
  return () => window.removeEventListener("online", fresh);
}
