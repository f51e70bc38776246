/** The small buttons beside the text: comment on what is selected, see the comment under the caret. */
import type { Editor } from "@tiptap/core";
import type { Page } from "../page";
import { markAt } from "./marks";

export interface Wishes {
  maySpeak(): boolean;
  /** Whether a comment would be hidden behind something if it were only marked. */
  hidden(): boolean;
  write(): void;
  see(thread: string): void;
}

export function bindNearby(page: Page, editor: Editor, wishes: Wishes): () => void {
  const write = page.find("comment-here");
  const see = page.find("comment-see");
  let thread: string | null = null;

  const place = (button: HTMLElement | null, shown: boolean) => {
    if (!button) return;
    button.hidden = !shown;
    if (!shown) return;
    const { bottom, left } = editor.view.coordsAtPos(editor.state.selection.to);
    const { offsetWidth, offsetHeight } = button;
    button.style.left = `${Math.max(8, Math.min(left, innerWidth - offsetWidth - 12))}px`;
    button.style.top = `${Math.min(bottom + 6, innerHeight - offsetHeight - 8)}px`;
  };
  const follow = () => {
    const { empty, head } = editor.state.selection;
    const inText = editor.view.dom.contains(document.getSelection()?.anchorNode ?? null);
    thread = empty && wishes.hidden() ? markAt(editor.state, head) : null;
    place(write, inText && !empty && wishes.maySpeak());
    place(see, inText && thread !== null);
  };
  const keep = (event: Event) => event.preventDefault(); // the selection stays
  const clickWrite = () => {
    if (write) write.hidden = true;
    wishes.write();
  };
  const clickSee = () => {
    if (see) see.hidden = true;
    if (thread) wishes.see(thread);
  };
  const plan = () => void requestAnimationFrame(follow);

  editor.on("selectionUpdate", plan);
  editor.on("blur", plan);
  window.addEventListener("scroll", plan, { passive: true });
  for (const button of [write, see]) button?.addEventListener("pointerdown", keep);
  write?.addEventListener("click", clickWrite);
  see?.addEventListener("click", clickSee);
  return () => {
    editor.off("selectionUpdate", plan);
    editor.off("blur", plan);
    window.removeEventListener("scroll", plan);
    for (const button of [write, see]) button?.removeEventListener("pointerdown", keep);
    write?.removeEventListener("click", clickWrite);
    see?.removeEventListener("click", clickSee);
  };
}
