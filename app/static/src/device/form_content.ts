/**
 * What stands in the fields of a form: text and choices, never passwords, codes or files. Of hidden values only what
 * the page was filled with: by that the server tells what a colleague changed meanwhile.
 */

/** The values of each field, by its name and its place among those of the same name. */
export type Content = Record<string, string[]>;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const KINDS = new Set("text search tel email url number date time datetime-local month week checkbox radio".split(" "));
const SHOWN = "shown";
const SECRET = "input[type=password], [autocomplete*=password], [autocomplete=one-time-code]";

/** Empty for a form that asks for a secret: nothing of it is kept. */
export function contentOf(form: HTMLFormElement): Content {
  if (form.querySelector(SECRET)) return {};
  return Object.fromEntries(fieldsOf(form).map(([key, field]) => [key, valuesOf(field)]));
}

export function hasFile(form: HTMLFormElement): boolean {
  return [...form.elements].some(field => field instanceof HTMLInputElement && Boolean(field.files?.length));
}

/** Whether anything stands there now that did not before. What depends on a field hears of it, or of `filled`. */
export function fill(form: HTMLFormElement, content: Content): boolean {
  bringBoxes(form, content);
  const changed = put(form, content);
  for (const field of changed) {
    field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  put(form, content); // what listened may have changed others
  form.dispatchEvent(new Event("filled"));
  return changed.length > 0;
}

/** What was found and chosen is not on a fresh page: it stands, unseen, where the server puts it (`data-holds`). */
function bringBoxes(form: HTMLFormElement, content: Content): void {
  const present = new Set(fieldsOf(form).map(([key]) => key));
  for (const holder of form.querySelectorAll<HTMLElement>("[data-holds]")) {
    const name = holder.dataset["holds"] ?? "";
    for (const [key, [value]] of Object.entries(content)) {
      if (value === undefined || key !== `${name}=${value}` || present.has(key)) continue;
      holder.append(Object.assign(document.createElement("input"), { type: "checkbox", hidden: true, name, value }));
    }
  }
}

function put(form: HTMLFormElement, content: Content): Field[] {
  return fieldsOf(form).flatMap(([key, field]) => {
    const values = content[key];
    if (!values || String(values) === String(valuesOf(field)) || !offers(field, values)) return [];
    if (isBox(field)) field.checked = values.length > 0;
    else if (field instanceof HTMLSelectElement) for (const each of field.options) each.selected = values.includes(each.value);
    else field.value = values[0] ?? "";
    return [field];
  });
}

/** What can no longer be chosen leaves the choice as it is. */
function offers(field: Field, values: string[]): boolean {
  return !(field instanceof HTMLSelectElement) || [...field.options].some(option => values.includes(option.value));
}

function fieldsOf(form: HTMLFormElement): [string, Field][] {
  const count = new Map<string, number>();
  return [...form.elements].filter(isKept).map(field => {
    if (isBox(field)) return [`${field.name}=${field.value}`, field];
    const place = count.get(field.name) ?? 0;
    count.set(field.name, place + 1);
    return [`${field.name}#${String(place)}`, field];
  });
}

function valuesOf(field: Field): string[] {
  if (field instanceof HTMLSelectElement) return [...field.selectedOptions].map(option => option.value);
  return isBox(field) && !field.checked ? [] : [field.value];
}

function isKept(element: Element): element is Field {
  if (element instanceof HTMLInputElement && !KINDS.has(element.type)) return element.type === "hidden" && element.name === SHOWN;
  const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
  return isField && element.name !== "" && !element.disabled;
}

function isBox(field: Field): field is HTMLInputElement {
  return field.type === "checkbox" || field.type === "radio";
}
