/** The others' carets: who is writing where. */
import type { Awareness } from "y-protocols/awareness";

export interface Writer {
  id: number;
  name: string;
  school: string;
  color: string;
  client: number;
}

const COLOR = /^#[0-9a-f]{6}$/i;
const FALLBACK = "#5b6673";

/** What somebody else's browser says about itself, or null if it makes no sense. */
export function writerOf(state: unknown): Writer | null {
  const user = (state as { user?: Partial<Writer> } | null)?.user;
  if (!user || typeof user.name !== "string" || typeof user.client !== "number") return null;
  return {
    id: Number(user.id) || 0,
    name: user.name.slice(0, 40),
    school: typeof user.school === "string" ? user.school.slice(0, 40) : "",
    color: COLOR.test(user.color ?? "") ? String(user.color) : FALLBACK,
    client: user.client,
  };
}

export function labelOf(writer: Writer): string {
  return writer.school ? `${writer.name} · ${writer.school}` : writer.name;
}

/** A caret with a label that fades by itself and returns under the mouse. */
export function drawCaret(user: Record<string, unknown>): HTMLElement {
  const writer = writerOf({ user });
  const caret = document.createElement("span");
  caret.className = "caret";
  if (!writer) return caret;
  caret.dataset["client"] = String(writer.client);
  caret.style.setProperty("--caret", writer.color);
  caret.title = labelOf(writer);
  const label = document.createElement("span");
  label.className = "caret-label";
  label.textContent = labelOf(writer);
  // Word joiners keep the browser from breaking the line, or placing our own caret, at a foreign one.
  caret.append("\u2060", label, "\u2060");
  return caret;
}

export function drawSelection(user: Record<string, unknown>): Record<string, string> {
  const color = COLOR.test(String(user["color"])) ? String(user["color"]) : FALLBACK;
  return { class: "caret-selection", style: `background-color: ${color}2e` };
}

/** Show a label again whenever its caret moves. Returns how to stop. */
export function wakeLabels(root: HTMLElement, awareness: Awareness): () => void {
  const wake = ({ updated }: { updated: number[] }) => {
    for (const client of updated) {
      const label = root.querySelector(`.caret[data-client="${client}"] .caret-label`);
      label?.getAnimations?.().forEach(animation => {
        animation.cancel();
        animation.play();
      });
    }
  };
  awareness.on("change", wake);
  return () => awareness.off("change", wake);
}
