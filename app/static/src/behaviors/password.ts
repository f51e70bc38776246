import type { Behavior } from "../behaviors";

/** Below a new password: how strong it is, in words, and a button that shows what was typed. */
export const password: Behavior = (element) => {
  const input = element as HTMLInputElement;
  const tools = document.createElement("div");
  const words = document.createElement("span");
  const button = document.createElement("button");
  tools.className = "password-tools";
  words.setAttribute("role", "status");
  button.type = "button";
  tools.append(words, button);
  input.after(tools);

  const tell = (): void => {
    words.textContent = input.value ? (input.dataset[strength(input.value, input.dataset["known"] ?? "")] ?? "") : "";
  };
  const show = (visible: boolean): void => {
    input.type = visible ? "text" : "password";
    button.textContent = (visible ? input.dataset["hide"] : input.dataset["show"]) ?? "";
    button.setAttribute("aria-pressed", String(visible));
  };
  const toggle = (): void => show(input.type === "password");
  const cover = (): void => show(false); // browsers remember what was sent as text

  show(false);
  input.addEventListener("input", tell);
  input.form?.addEventListener("submit", cover);
  button.addEventListener("click", toggle);
  return () => {
    input.removeEventListener("input", tell);
    input.form?.removeEventListener("submit", cover);
    tools.remove();
  };
};

/** The same words as the server's `password_rules.strength`; `known`, one a line, do not count. */
function strength(value: string, known: string): "weak" | "fair" | "strong" {
  const characters = [...without(known, value.normalize("NFKC"))];
  const length = characters.reduce((sum, c) => sum + ((c.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
  const kinds = new Set(characters.map(kind)).size;
  if (length >= 16 || (length >= 12 && kinds >= 3)) return "strong";
  return length >= 10 && kinds >= 2 ? "fair" : "weak";
}

function without(known: string, value: string): string {
  const words = known.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll("\n", "|");
  return words ? value.replace(new RegExp(words, "giu"), "") : value;
}

function kind(c: string): string {
  if (/\p{Nd}/u.test(c)) return "digit";
  if (!/\p{L}/u.test(c)) return "sign";
  return /\p{Lu}/u.test(c) ? "upper" : "letter";
}
