/** Pictures by button, paste or drop: a placeholder while they travel, then the picture or a clear sentence. */
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey, type EditorState } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { tellCaretAnew, withCaretBehind } from "./caret_behind";
import { readCaret } from "./caret_first";
import type { Page } from "./page";
import { refusalOf, sendPicture } from "./picture_sending";
import { lastingNotice } from "./notice";

interface Waiting {
  add?: { id: object; position: number; element: HTMLElement };
  remove?: { id: object };
}

const key = new PluginKey<DecorationSet>("pictureUploads");

function placeOf(state: EditorState, id: object): number | null {
  const found = key.getState(state)?.find(undefined, undefined, spec => spec["id"] === id);
  return found?.[0]?.from ?? null;
}

/** A picture for the empty paragraph of the caret comes before it: there one goes on writing, also while it travels. */
function beforeEmpty({ doc, schema, selection }: EditorState, position: number): number {
  const $at = doc.resolve(position);
  const image = schema.nodes["image"];
  if (position !== selection.from || $at.parent.type.name !== "paragraph" || $at.parent.content.size || !image) return position;
  const $before = doc.resolve($at.before());
  return $before.parent.canReplaceWith($before.index(), $before.index(), image) ? $before.pos : position;
}

interface Placeholder {
  element: HTMLElement;
  progress: HTMLProgressElement;
  say(sentence: string): void;
}

function placeholder(page: Page): Placeholder {
  const [element, words] = [document.createElement("span"), document.createElement("span")];
  const progress = document.createElement("progress");
  element.className = "picture-waiting";
  progress.max = 100;
  progress.value = 0;
  element.append(words, progress);
  const say = (sentence: string) => {
    words.textContent = sentence;
    progress.setAttribute("aria-label", sentence);
  };
  say(page.text("pictureReading"));
  return { element, progress, say };
}

export interface Incoming {
  file: File | Promise<File | null>; // null: it could not be found, and that is said elsewhere
  position: number;
  shown?: { width: number; height: number } | null; // as it was copied; else as large as it is
}

let turn: Promise<unknown> = Promise.resolve();

/** One after the other: a weak line carries one picture sooner than ten halves, and their order stays. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  return mine;
}

export async function addPicture(page: Page, editor: Editor, { file: coming, position, shown }: Incoming): Promise<void> {
  const id = {};
  const { element, progress, say } = placeholder(page);
  const mark = (waiting: Waiting) => editor.view.dispatch(editor.state.tr.setMeta(key, waiting));
  mark({ add: { id, position: beforeEmpty(editor.state, position), element } });
  try {
    const file = await coming;
    const refusal = file && refusalOf(page, file);
    if (refusal) throw new Error(refusal);
    if (!file) return;
    say(page.text("pictureSending", { name: file.name }));
    const attrs = await inTurn(() => sendPicture(page, file, percent => (progress.value = percent)));
    if (editor.isDestroyed) return;
    if (!editor.isEditable) throw new Error(page.text("pictureFailed"));
    readCaret(editor.view);
    const place = placeOf(editor.state, id) ?? editor.state.selection.from;
    const isHere = editor.state.selection.from === place; // who writes elsewhere by now stays there
    const chain = editor.chain().insertContentAt(place, { type: "image", attrs: { ...attrs, ...shown } }, { updateSelection: isHere });
    chain.command(({ tr }) => (isHere && withCaretBehind(tr), true)).run();
    if (isHere) tellCaretAnew(editor.view);
  } catch (problem) {
    lastingNotice(page, problem instanceof Error ? problem.message : page.text("pictureFailed"));
  } finally {
    if (!editor.isDestroyed) mark({ remove: { id } });
  }
}

/** Send these files and put them where the caret was. */
export function addPictures(page: Page, editor: Editor, files: File[], position = editor.state.selection.from): void {
  if (editor.isEditable) files.forEach(file => void addPicture(page, editor, { file, position }));
}

export function picturesIn(transfer: DataTransfer | null): File[] {
  return [...(transfer?.files ?? [])].filter(file => file.type.startsWith("image/"));
}

export function pictureUploads(page: Page): Extension {
  return Extension.create({
    name: "pictureUploads",
    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        new Plugin<DecorationSet>({
          key,
          state: {
            init: () => DecorationSet.empty,
            apply(transaction, set) {
              const waiting = transaction.getMeta(key) as Waiting | undefined;
              const moved = set.map(transaction.mapping, transaction.doc);
              if (waiting?.add) {
                const { id, position, element } = waiting.add;
                return moved.add(transaction.doc, [Decoration.widget(position, element, { id })]);
              }
              if (waiting?.remove) {
                const gone = waiting.remove.id;
                return moved.remove(moved.find(undefined, undefined, spec => spec["id"] === gone));
              }
              return moved;
            },
          },
          props: {
            decorations: state => key.getState(state),
            handlePaste(_view, event) {
              const files = picturesIn(event.clipboardData);
              // Word puts a picture of the text beside the text itself: then the text counts.
              if (!files.length || event.clipboardData?.types.includes("text/html")) return false;
              addPictures(page, editor, files);
              return true;
            },
            handleDrop(view, event) {
              const files = picturesIn(event.dataTransfer);
              if (!files.length || !editor.isEditable) return false;
              const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
              event.preventDefault();
              addPictures(page, editor, files, place?.pos);
              return true;
            },
          },
        }),
      ];
    },
  });
}
