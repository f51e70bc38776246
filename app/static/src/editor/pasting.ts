/** Pasting and dropping: cleaned, cut to size, said so; pictures travel to their own places in the text. */
import { Extension, type Editor } from "@tiptap/core";
import { Slice, type ResolvedPos } from "@tiptap/pm/model";
import { Plugin, type Transaction } from "@tiptap/pm/state";
import { withCaretBehind } from "./caret_behind";
import { lastingNotice } from "./notice";
import type { Page } from "./page";
import { cleanPaste, type Pasted } from "./paste";
import { cutWords, type Around } from "./paste_limits";
import type { Arriving, Beside } from "./paste_pictures";
import { placesOf, withoutMarkers, withRoomBehind } from "./paste_places";
import { addPicture, picturesIn } from "./pictures";

const MOST_HTML = 64 * 1024 * 1024;
const NOTHING: Beside = { rtf: () => "", files: [] };

/** One sentence for each thing that is not there as it was copied. */
function tell(page: Page, { rows, isCut, isFlattened, isCleaned }: Pasted): void {
  if (rows) lastingNotice(page, page.text("pasteRows", rows));
  if (isCut) lastingNotice(page, page.text("pasteCut"));
  if (isFlattened) lastingNotice(page, page.text("pasteDeep"));
  if (isCleaned) lastingNotice(page, page.text("pasteCleaned"));
}

async function tellMissing(page: Page, { arriving, leftOut }: Pasted): Promise<void> {
  const files = await Promise.all(arriving.map(({ file }) => file));
  const n = leftOut + files.filter(file => file === null).length;
  if (n) lastingNotice(page, page.text("pictureLeftOut", { n }));
}

function aroundOf($place: ResolvedPos): Around {
  const above = Array.from({ length: $place.depth }, (_part, depth) => $place.node(depth).type.name);
  return { depth: $place.depth, tables: above.filter(name => name === "table").length };
}

/** The text goes in without its pictures; each of them follows to where it stood. */
function put(page: Page, editor: Editor, arriving: Arriving[], slice: Slice, insert: (tr: Transaction, slice: Slice) => Transaction): void {
  const { doc, tr } = editor.state;
  const whole = withoutMarkers(slice).size ? withRoomBehind(slice) : slice;
  const places = placesOf(withCaretBehind(insert(tr, whole)).doc);
  const words = withoutMarkers(whole);
  const caret = editor.state.selection.from;
  if (words.size) {
    editor.view.dispatch(insert(editor.state.tr, words).scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
    if (editor.state.doc.eq(doc)) return; // refused, and said why
  }
  const { size } = editor.state.doc.content;
  for (const { token, file } of arriving) {
    const place = places.get(token);
    if (!place) continue;
    const position = words.size ? Math.max(0, size - place.fromEnd) : caret;
    void addPicture(page, editor, { file, position, shown: place.shown });
  }
}

export function pasting(page: Page): Extension {
  return Extension.create({
    name: "pasting",
    priority: 1_100,
    addProseMirrorPlugins() {
      const { editor } = this;
      let beside = NOTHING;
      let arriving: Arriving[] = [];
      const look = (transfer: DataTransfer | null) => {
        arriving = [];
        beside = transfer ? { rtf: () => transfer.getData("text/rtf"), files: picturesIn(transfer) } : NOTHING;
      };
      return [
        new Plugin({
          props: {
            handleDOMEvents: {
              paste: (_view, event) => look(event.clipboardData),
              drop: (_view, event) => look(event.dataTransfer),
            },
            transformPastedText: text => {
              const kept = cutWords(text);
              if (kept.length < text.length) lastingNotice(page, page.text("pasteCut"));
              return kept;
            },
            transformPastedHTML: (html, view) => {
              if (html.length > MOST_HTML) {
                lastingNotice(page, page.text("pasteRefused"));
                return "";
              }
              const pasted = cleanPaste(html, { origin: location.origin, around: aroundOf(view.state.selection.$from), beside });
              arriving = pasted.arriving;
              tell(page, pasted);
              void tellMissing(page, pasted);
              return pasted.html;
            },
            handlePaste: (_view, _event, slice) => {
              if (!arriving.length) return false;
              put(page, editor, arriving, slice, (tr, content) => tr.replaceSelection(content));
              return true;
            },
            handleDrop: (view, event, slice) => {
              const place = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
              if (!arriving.length || place === undefined || !editor.isEditable) return false;
              put(page, editor, arriving, slice, (tr, content) => tr.replaceRange(place, place, content));
              event.preventDefault();
              return true;
            },
          },
        }),
      ];
    },
  });
}
