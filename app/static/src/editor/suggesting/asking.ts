/** Many suggestions are decided in one go only after somebody saw how many they are, and that it stays so. */
import { ask } from "../dialog";
import type { Page } from "../page";

export async function confirmAll(page: Page, verb: "adopt" | "reject", who: string, count: number): Promise<boolean> {
  const dialog = page.find<HTMLDialogElement>("suggestions-all-dialog");
  const name = verb === "adopt" ? "suggestAllAdopt" : "suggestAllReject";
  const say = (place: string, words: string) => {
    const element = dialog?.querySelector(place);
    if (element) element.textContent = words;
  };
  say("h2", page.text(`${name}Title`, { who }));
  say("p", page.text(`${name}Text`, { n: count }));
  say('[value="confirm"]', page.text(`${name}Button`, { n: count }));
  return (await ask(dialog)) !== null;
}
