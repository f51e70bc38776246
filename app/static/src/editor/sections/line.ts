/** The small things under a section's name in the outline. */
import { labelOf, type Writer } from "../carets";

export interface Person {
  id: number;
  name: string;
  color?: string;
  school?: string;
}

/** Somebody whose caret is in the section. */
export function dotOf(writer: Writer): HTMLElement {
  const dot = chip(writer.name.slice(0, 1), "section-person");
  dot.style.setProperty("--caret", writer.color);
  dot.title = labelOf(writer);
  return dot;
}

export function chip(words: string, kind: string): HTMLElement {
  const element = document.createElement("span");
  element.className = kind;
  element.textContent = words;
  return element;
}

export function labelled({ name, school }: Person): string {
  return school ? `${name} · ${school}` : name;
}

/** For those who are there now. */
export function place(): HTMLElement {
  const here = document.createElement("span");
  here.className = "section-here";
  return here;
}

/** Under a heading that is no section. */
export function lineFor(): HTMLElement {
  const line = document.createElement("span");
  line.className = "section-line";
  line.append(place());
  return line;
}
