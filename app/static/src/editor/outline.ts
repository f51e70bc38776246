/** The headings beside the paper: jump to one, see where you are. On a phone they are in a drawer. */
import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import type { Page } from "./page";
import { Labour } from "./sections/labour";
import { keyOf } from "./sections/names";

interface Heading {
  level: number;
  words: string;
  position: number;
  section: string;
}

const REDRAW_AFTER = 250;
const TOP = 140; // a heading above this line of the window is the one being read

export function headingsOf(editor: Editor): Heading[] {
  const found: Heading[] = [];
  editor.state.doc.descendants((node, position) => {
    if (node.type.name === "heading") {
      const words = node.textContent.trim();
      const section = keyOf(node);
      if (words || section) found.push({ level: Number(node.attrs["level"]), words, position, section });
    }
    return !node.isTextblock;
  });
  return found;
}

export function bindOutline(page: Page, editor: Editor, awareness: Awareness): () => void {
  const list = page.find("outline");
  const drawer = page.find("outline-drawer");
  const toggle = page.find("outline-toggle");
  if (!list) return () => undefined;
  let headings: Heading[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let labour: Labour | null = null;

  const open = (state: boolean) => {
    drawer?.toggleAttribute("data-open", state);
    toggle?.setAttribute("aria-expanded", String(state));
  };
  const jump = (position: number) => {
    open(false);
    editor.chain().setTextSelection(position + 1).run();
    if (editor.isEditable) editor.view.focus();
    const dom = editor.view.nodeDOM(position);
    if (dom instanceof HTMLElement) dom.scrollIntoView({ block: "start", behavior: "smooth" });
  };
  const draw = () => {
    headings = headingsOf(editor);
    const top = Math.min(...headings.map(heading => heading.level));
    list.replaceChildren(...headings.map(heading => {
      const words = heading.words || (labour?.nameOf(heading.section) ?? "");
      const item = itemFor({ ...heading, words }, heading.level - top, jump);
      if (heading.section) labour?.dress(item, heading.section, words);
      return item;
    }));
    labour?.settle();
    list.closest("[data-coedit-outline]")?.toggleAttribute("data-empty", headings.length === 0);
    follow();
  };
  const follow = () => {
    frame = 0;
    let current = -1;
    headings.forEach((heading, index) => {
      const dom = editor.view.nodeDOM(heading.position);
      if (dom instanceof HTMLElement && dom.getBoundingClientRect().top < TOP) current = index;
    });
    [...list.querySelectorAll("[data-depth]")].forEach((button, index) => {
      if (index === current) button.setAttribute("aria-current", "location");
      else button.removeAttribute("aria-current");
    });
  };
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(draw, REDRAW_AFTER);
  };
  const scrolled = () => {
    frame ||= requestAnimationFrame(follow);
  };
  const flip = () => open(!drawer?.hasAttribute("data-open"));
  const outside = ({ target }: Event) => {
    if (target instanceof Node && !drawer?.contains(target) && !toggle?.contains(target)) open(false);
  };
  const escape = (event: KeyboardEvent) => event.key === "Escape" && open(false);

  editor.on("update", plan);
  window.addEventListener("scroll", scrolled, { passive: true });
  document.addEventListener("keydown", escape);
  document.addEventListener("pointerdown", outside);
  toggle?.addEventListener("click", flip);
  labour = page.find("section-dialog") ? new Labour(page, editor, awareness, () => draw()) : null;
  draw();
  return () => {
    labour?.close();
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    editor.off("update", plan);
    window.removeEventListener("scroll", scrolled);
    document.removeEventListener("keydown", escape);
    document.removeEventListener("pointerdown", outside);
    toggle?.removeEventListener("click", flip);
  };
}

function itemFor(heading: Heading, depth: number, jump: (position: number) => void): HTMLElement {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset["depth"] = String(depth);
  button.textContent = heading.words;
  button.addEventListener("click", () => jump(heading.position));
  item.append(button);
  return item;
}
