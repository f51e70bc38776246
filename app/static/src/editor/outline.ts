/** The headings beside the paper: jump to one, see where you are. On a phone they are in a drawer. */
import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import { headingsOf, lastOf, type Heading } from "./headings";
import { bindDrawer } from "./outline_drawer";
import type { Page } from "./page";
import { Labour } from "./sections/labour";

const HAND = ["wheel", "touchmove", "keydown", "pointerdown"] as const;
const TOP = 160; // a heading above this line of the window is the one being read

export function bindOutline(page: Page, editor: Editor, awareness: Awareness): () => void {
  const list = page.find("outline");
  if (!list) return () => undefined;
  const drawer = bindDrawer(page);
  let headings: Heading[] = [];
  let drawn = "";
  let aim = -1; // the heading jumped to, until the reader moves by themselves
  let frame = 0;
  let labour: Labour | null = null;

  const jump = (index: number) => {
    const position = headings[index]?.position;
    if (position === undefined) return;
    drawer.open(false);
    editor.chain().setTextSelection(position + 1).run();
    if (editor.isEditable) editor.view.focus();
    const dom = editor.view.nodeDOM(position);
    if (dom instanceof HTMLElement) dom.scrollIntoView({ block: "start", behavior: "smooth" });
    aim = index;
    mark(index);
  };
  const mark = (current: number) => {
    [...list.querySelectorAll<HTMLElement>("[data-depth]")].forEach((button, index) => {
      if (index !== current) button.removeAttribute("aria-current");
      else if (!button.hasAttribute("aria-current")) {
        button.setAttribute("aria-current", "location");
        keepInSight(button);
      }
    });
  };
  const draw = () => {
    headings = headingsOf(editor);
    const now = JSON.stringify(headings.map(({ level, words, section }) => [level, words, section]));
    if (now === drawn) return;
    drawn = now;
    const top = Math.min(...headings.map(heading => heading.level));
    list.replaceChildren(...headings.map(({ words: written, level, section }, index) => {
      const words = written || (labour?.nameOf(section) ?? "");
      const item = itemFor(words, level - top, () => jump(index));
      if (section) labour?.dress(item, section, words);
      return item;
    }));
    labour?.settle();
    list.closest("[data-coedit-outline]")?.toggleAttribute("data-empty", headings.length === 0);
  };
  const follow = () => {
    frame = 0;
    draw();
    mark(aim >= 0 ? aim : Math.max(0, atCaret(editor, headings) ?? inView(editor, headings)));
  };
  const redraw = () => {
    drawn = "";
    follow();
  };
  const plan = () => {
    frame ||= requestAnimationFrame(follow);
  };
  const byHand = () => ((aim = -1), plan());
  editor.on("transaction", plan);
  editor.on("focus", plan);
  window.addEventListener("scroll", plan, { passive: true });
  HAND.forEach(name => window.addEventListener(name, byHand, { passive: true }));
  labour = page.find("section-dialog") ? new Labour(page, editor, awareness, redraw) : null;
  redraw();
  return () => {
    labour?.close();
    cancelAnimationFrame(frame);
    editor.off("transaction", plan);
    editor.off("focus", plan);
    window.removeEventListener("scroll", plan);
    HAND.forEach(name => window.removeEventListener(name, byHand));
    drawer.release();
  };
}

/** The section the caret is in; none while it is out of sight. */
function atCaret(editor: Editor, headings: readonly Heading[]): number | undefined {
  if (!editor.isFocused) return undefined;
  const { head } = editor.state.selection;
  const { top, bottom } = editor.view.coordsAtPos(head);
  if (bottom < TOP - 30 || top > window.innerHeight) return undefined;
  return lastOf(headings, ({ position }) => position < head);
}

/** The section whose heading was the last to pass the top. */
function inView(editor: Editor, headings: readonly Heading[]): number {
  return lastOf(headings, ({ position }) => {
    const dom = editor.view.nodeDOM(position);
    return dom instanceof HTMLElement && dom.getBoundingClientRect().top < TOP;
  });
}

/** Only the outline itself scrolls for it, never the page. */
function keepInSight(button: HTMLElement): void {
  const box = button.closest("[data-coedit-outline]");
  if (!box) return;
  const below = button.offsetTop + button.offsetHeight - box.clientHeight;
  if (button.offsetTop < box.scrollTop) box.scrollTop = button.offsetTop;
  else if (below > box.scrollTop) box.scrollTop = below;
}

function itemFor(words: string, depth: number, press: () => void): HTMLElement {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset["depth"] = String(depth);
  button.textContent = words;
  button.addEventListener("click", press);
  item.append(button);
  return item;
}
