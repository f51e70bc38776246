/** On the reading page: a plan was made final while this device still had edits of it. They are shown, to be copied. */
import { copiesHere, forgetCopy } from "../device/copies";
import { personHere } from "../device/person";

export function unsentRescue(element: HTMLElement): () => void {
  void show(element).catch(() => undefined);
  return () => undefined;
}

async function show(element: HTMLElement): Promise<void> {
  const document = Number(element.dataset["documentId"]);
  const me = personHere()?.id;
  const copy = (await copiesHere()).find(one => one.document === document && one.person === me && one.unsent > 0);
  const words = element.querySelector("textarea");
  if (!copy || !words) return;
  const { wordsOfCopy } = await import("../editor/words_of_copy");
  words.value = await wordsOfCopy(copy.name);
  const sentence = element.querySelector("[data-words]");
  if (sentence) sentence.textContent = (element.dataset["tUnsent"] ?? "").replace("{n}", String(copy.unsent));
  const discard = element.querySelector<HTMLButtonElement>("[data-discard]");
  discard?.addEventListener("click", () => {
    if (discard.toggleAttribute("data-sure")) {
      discard.textContent = discard.dataset["tSure"] ?? "";
      return;
    }
    forgetCopy(copy.name);
    element.hidden = true;
  });
  element.hidden = false;
}
