/**
 * Whoever walks through the page with Tab passes the text. There Tab moves from cell to cell, and from the last one
 * into a new row, for those who came to write: by a click, by a tool, or by any other key. Escape ends that, so that
 * the next Tab leaves the table.
 */
import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";

const PASSING = new Set(["Tab", "Shift", "Control", "Alt", "Meta", "Escape"]);

export const walking = Extension.create({
  name: "walking",
  addProseMirrorPlugins() {
    let tabbed = false;
    let passes = false;
    const watch = new AbortController();
    const { signal } = watch;
    document.addEventListener("keydown", event => (tabbed = event.key === "Tab"), { capture: true, signal });
    document.addEventListener("pointerdown", () => (tabbed = passes = false), { capture: true, signal });
    const comes = (): false => {
      passes = tabbed;
      return false;
    };
    const stays = (): false => (passes = false);
    return [
      new Plugin({
        view: () => ({ destroy: () => watch.abort() }),
        props: {
          handleDOMEvents: {
            focus: comes,
            beforeinput: stays,
            compositionstart: stays,
            keydown: (_view, event) => {
              if (event.key === "Tab") return passes; // true: left to the browser, which goes on to the next control
              const leaves = event.key === "Escape" && !event.defaultPrevented && !event.isComposing;
              if (leaves) passes = true;
              else if (!PASSING.has(event.key)) passes = false;
              return false;
            },
          },
        },
      }),
    ];
  },
});
