/** Pictures by button, paste or drop: a placeholder while they travel, then the picture or a clear sentence. */
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey, type EditorState } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import type { Page } from "./page";
import { refusalOf, sendPicture } from "./picture_sending";
import { notice } from "./notice";

interface Waiting {
  add?: { id: object; position: number; element: HTMLElement };
  remove?: { id: object };
}

const key = new PluginKey<DecorationSet>("pictureUploads");

function placeOf(state: EditorState, id: object): number | null {
  const found = key.getState(state)?.find(undefined, undefined, spec => spec["id"] === id);
  return found?.[0]?.from ?? null;
}

function placeholder(page: Page, file: File): { element: HTMLElement; progress: HTMLProgressElement } {
  const element = document.createElement("span");
  const progress = document.createElement("progress");
  element.className = "picture-waiting";
  progress.max = 100;
  progress.value = 0;
  progress.setAttribute("aria-label", page.text("pictureSending", { name: file.name }));
  element.append(page.text("pictureSending", { name: file.name }), progress);
  return { element, progress };
}

async function addPicture(page: Page, editor: Editor, file: File, position: number): Promise<void> {
  const refusal = refusalOf(page, file);
  if (refusal) return notice(page, refusal);
  const id = {};
  const { element, progress } = placeholder(page, file);
  const mark = (waiting: Waiting) => editor.view.dispatch(editor.state.tr.setMeta(key, waiting));
  mark({ add: { id, position, element } });
  try {
    const attrs = await sendPicture(page, file, percent => (progress.value = percent));
    if (editor.isDestroyed || !editor.isEditable) return;
    const place = placeOf(editor.state, id) ?? editor.state.selection.from;
    editor.chain().insertContentAt(place, { type: "image", attrs }).run();
  } catch (problem) {
    notice(page, problem instanceof Error ? problem.message : page.text("pictureFailed"));
  } finally {
    if (!editor.isDestroyed) mark({ remove: { id } });
  }
}

/** Send these files one after the other and put them where the caret was. */
export function addPictures(page: Page, editor: Editor, files: File[], position = editor.state.selection.from): void {
  if (editor.isEditable) files.forEach(file => void addPicture(page, editor, file, position));
}

function picturesIn(transfer: DataTransfer | null): File[] {
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
