/** `@` in a comment offers those who take part, by name, school or the first letters of the pinyin. */
import type { Page } from "../page";
import type { Person } from "./panel";

const MOST = 8;
const BEGUN = /@([^\s@，。：；、]{0,20})$/;

export function fitting(people: readonly Person[], typed: string): Person[] {
  const wanted = typed.toLowerCase();
  const fits = ({ name, school, sound }: Person) =>
    name.includes(wanted) ||
    school.includes(wanted) ||
    sound.replaceAll(" ", "").startsWith(wanted) ||
    sound.split(" ").map(syllable => syllable.charAt(0)).join("").startsWith(wanted);
  return people.filter(fits).slice(0, MOST);
}

/** Works for every text field inside `root`. Returns how to stop. */
export function offerPeople(page: Page, root: HTMLElement, people: () => readonly Person[]): () => void {
  const found = page.find<HTMLUListElement>("people");
  if (!found) return () => undefined;
  const list = found;
  let area: HTMLTextAreaElement | null = null;
  let offered: Person[] = [];
  let at = 0;

  const close = () => {
    list.hidden = true;
    area?.removeAttribute("aria-activedescendant");
    area?.setAttribute("aria-expanded", "false");
    offered = [];
  };
  const draw = () => {
    list.replaceChildren(...offered.map((person, index) => option(person, index, index === at)));
    list.hidden = offered.length === 0;
    area?.setAttribute("aria-controls", list.id);
    area?.setAttribute("aria-expanded", String(!list.hidden));
    area?.setAttribute("aria-activedescendant", `person-${at}`);
  };
  const begun = () => BEGUN.exec(area?.value.slice(0, area.selectionStart) ?? "");
  const take = (person: Person | undefined) => {
    const match = begun();
    if (!area || !match || !person) return close();
    area.setRangeText(`@${person.label} `, match.index, area.selectionStart, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    area.focus();
  };
  const typed = ({ target }: Event) => {
    if (!(target instanceof HTMLTextAreaElement)) return;
    area = target;
    const match = begun();
    offered = match ? fitting(people(), match[1] ?? "") : [];
    at = 0;
    if (!offered.length) return close();
    area.after(list);
    draw();
  };
  const keys = (event: KeyboardEvent) => {
    if (list.hidden || event.isComposing || event.target !== area) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) {
      at = (at + step + offered.length) % offered.length;
      draw();
    } else if (event.key === "Enter" || event.key === "Tab") take(offered[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const pressed = (event: Event) => {
    const chosen = (event.target as Element).closest<HTMLElement>("[data-index]");
    if (!chosen) return;
    event.preventDefault(); // the field keeps the focus
    take(offered[Number(chosen.dataset["index"])]);
  };
  const left = () => setTimeout(() => document.activeElement !== area && close());

  root.addEventListener("input", typed);
  root.addEventListener("keydown", keys, true);
  root.addEventListener("focusout", left);
  list.addEventListener("pointerdown", pressed);
  return () => {
    root.removeEventListener("input", typed);
    root.removeEventListener("keydown", keys, true);
    root.removeEventListener("focusout", left);
    list.removeEventListener("pointerdown", pressed);
  };
}

function option(person: Person, index: number, chosen: boolean): HTMLElement {
  const item = document.createElement("li");
  item.id = `person-${index}`;
  item.dataset["index"] = String(index);
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(chosen));
  const school = document.createElement("span");
  school.className = "muted small";
  school.textContent = person.school;
  item.append(person.name, " ", school);
  return item;
}
