/** Who else is here: round initials in the page's header, each leading to that person's caret. */
import type { Awareness } from "y-protocols/awareness";
import { labelOf, writerOf, type Writer } from "./carets";

const SHOWN = 4; // the header stays one line

function present(awareness: Awareness): Writer[] {
  const byPerson = new Map<number, Writer>();
  for (const [client, state] of awareness.getStates()) {
    const writer = writerOf(state);
    if (!writer) continue;
    const known = byPerson.get(writer.id);
    if (!known || client === awareness.clientID) byPerson.set(writer.id, writer);
  }
  const mine = (writer: Writer) => (writer.client === awareness.clientID ? 0 : 1);
  return [...byPerson.values()].sort((a, b) => mine(a) - mine(b) || a.id - b.id);
}

/** `you` is said of this person alone, with their name in place of {name}. */
function initial(writer: Writer, you: string): HTMLElement {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "presence-person";
  button.textContent = writer.name.slice(0, 1);
  button.style.setProperty("--caret", writer.color);
  button.title = you ? you.replace("{name}", labelOf(writer)) : labelOf(writer);
  button.setAttribute("aria-label", button.title);
  button.addEventListener("click", () => {
    document.querySelector(`.caret[data-client="${writer.client}"]`)?.scrollIntoView({ block: "center" });
  });
  item.append(button);
  return item;
}

export function showPresence(list: HTMLElement, awareness: Awareness, you: string, separator: string): () => void {
  let shown = "";
  const draw = () => {
    const people = present(awareness);
    const key = JSON.stringify(people);
    if (key === shown) return; // a moving caret changes nobody's presence
    shown = key;
    const items = people.slice(0, SHOWN).map(w => initial(w, w.client === awareness.clientID ? you : ""));
    if (people.length > SHOWN) {
      const more = document.createElement("li");
      more.className = "presence-more";
      more.textContent = `+${people.length - SHOWN}`;
      more.title = people.slice(SHOWN).map(labelOf).join(separator);
      items.push(more);
    }
    list.replaceChildren(...items);
  };
  awareness.on("change", draw);
  draw();
  return () => awareness.off("change", draw);
}
