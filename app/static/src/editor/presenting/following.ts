/** Everybody's view follows the presenter's: the block at the top of their window is at the top of ours. */
import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import { writerOf } from "../carets";
import { placeOf, told } from "../places";

const TOP = 140; // below the header and the tools
const TELL_AFTER = 150;
const OWN_WAY = new Set(["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown", " "]);

interface View {
  at: unknown;
  part: number;
}

/** The block at the top line of the window, and how much of it is above. */
function viewOf(editor: Editor): View | null {
  let found: { position: number; part: number } | null = null;
  editor.state.doc.forEach((_node, position) => {
    const dom = editor.view.nodeDOM(position);
    if (found || !(dom instanceof HTMLElement)) return;
    const { top, bottom, height } = dom.getBoundingClientRect();
    if (bottom > TOP) found = { position, part: height ? Math.max(0, (TOP - top) / height) : 0 };
  });
  if (!found) return null;
  const { position, part } = found as { position: number; part: number };
  return { at: told(editor, position), part: Math.round(part * 1000) / 1000 };
}

/** Tell the others what we look at. Returns how to stop. */
export function showTheWay(editor: Editor, awareness: Awareness): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    if (!editor.isDestroyed) awareness.setLocalStateField("view", viewOf(editor));
  };
  const soon = () => {
    timer ??= setTimeout(tell, TELL_AFTER);
  };
  window.addEventListener("scroll", soon, { passive: true });
  tell();
  return () => {
    clearTimeout(timer);
    window.removeEventListener("scroll", soon);
    awareness.setLocalStateField("view", null);
  };
}

/** Follow `presenter` until we go our own way, which `strayed` is told. Returns how to stop. */
export function follow(editor: Editor, awareness: Awareness, presenter: number, strayed: () => void): () => void {
  let shown = "";
  const go = () => {
    const states = [...awareness.getStates().values()];
    const view = states.find(state => state["view"] && writerOf(state)?.id === presenter)?.["view"] as View | undefined;
    if (!view || editor.isDestroyed) return;
    const key = JSON.stringify(view);
    if (key === shown) return;
    const place = placeOf(editor, view.at);
    const dom = place === null ? null : editor.view.nodeDOM(place);
    if (!(dom instanceof HTMLElement)) return; // not there yet: the words come a moment later
    shown = key;
    const { top, height } = dom.getBoundingClientRect();
    const part = Math.min(Math.max(Number(view.part) || 0, 0), 1);
    window.scrollTo({ top: window.scrollY + top + height * part - TOP, behavior: "smooth" });
  };
  const key = (event: KeyboardEvent) => OWN_WAY.has(event.key) && strayed();
  awareness.on("change", go);
  editor.on("update", go);
  window.addEventListener("wheel", strayed, { passive: true });
  window.addEventListener("touchmove", strayed, { passive: true });
  window.addEventListener("keydown", key);
  go();
  return () => {
    awareness.off("change", go);
    editor.off("update", go);
    window.removeEventListener("wheel", strayed);
    window.removeEventListener("touchmove", strayed);
    window.removeEventListener("keydown", key);
  };
}
