/** Asks for the pinyin of the chosen characters; the dictionary's readings are there already. */
import type { Editor } from "@tiptap/core";
import { getMarkRange } from "@tiptap/core";
import { ask } from "../dialog";
import { notice } from "../notice";
import type { Page } from "../page";
import { charactersIn, MOST, putReadings, suggestedReadings, type Character } from "./readings";

function chosen(editor: Editor): Character[] {
  const { doc, selection, schema } = editor.state;
  const { from, to, empty, $from } = selection;
  const type = schema.marks["ruby"];
  const range = empty && type ? getMarkRange($from, type) : { from, to };
  return range ? charactersIn(doc, range.from, range.to) : [];
}

function fieldFor(character: Character, readings: readonly string[], index: number): HTMLElement {
  const label = document.createElement("label");
  const input = document.createElement("input");
  const others = document.createElement("datalist");
  others.id = `ruby-readings-${index}`;
  others.append(...readings.map(reading => new Option(reading, reading)));
  input.className = "control";
  input.name = `reading-${index}`;
  input.maxLength = 40;
  input.autocomplete = "off";
  input.lang = "zh-Latn";
  input.setAttribute("list", others.id);
  input.value = character.reading || (readings[0] ?? "");
  input.defaultValue = input.value;
  label.append(input, character.words, others);
  return label;
}

export async function askReadings(page: Page, editor: Editor): Promise<void> {
  const dialog = page.find<HTMLDialogElement>("ruby-dialog");
  const list = page.find("ruby-characters");
  const characters = chosen(editor);
  if (!characters.length) return notice(page, page.text("rubyNothing"));
  if (characters.length > MOST) return notice(page, page.text("rubyMany", { n: MOST }));
  const words = characters.map(character => character.words).join("");
  const readings = await suggestedReadings(words);
  list?.replaceChildren(...characters.map((character, index) => fieldFor(character, readings[index] ?? [], index)));
  const { doc } = editor.state;
  const answer = await ask(dialog);
  editor.commands.focus();
  if (!answer || !editor.isEditable) return;
  // Others may have written meanwhile: then the characters are looked for where they are now.
  const now = editor.state.doc.eq(doc) ? characters : chosen(editor);
  if (now.map(character => character.words).join("") !== words) return notice(page, page.text("rubyChanged"));
  const given = now.map((_each, index) => (answer.action === "remove" ? "" : String(answer.values.get(`reading-${index}`) ?? "")));
  editor.view.dispatch(putReadings(editor.state.tr, now, given));
}
