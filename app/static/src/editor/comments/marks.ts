/** Shows in the text where comments stand, and follows them while it is written. */
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import type { Doc, XmlFragment } from "yjs";
import { lookChanges, shownPlace } from "../suggesting/looks";
import { placeOf, type Anchor, type Texts } from "./anchor";
import { FlatText, type Range } from "./flat_text";
import type { Mapping } from "./positions";

export interface Mark {
  id: string;
  anchor: Anchor;
  open: boolean;
}

export interface Marks {
  marks: readonly Mark[];
  active: string | null;
  /** The place of each; null: its text was deleted. */
  places: ReadonlyMap<string, Range | null>;
  shown: DecorationSet;
}

/** What a transaction may say; `{}` looks for all places afresh. */
type News = Partial<Pick<Marks, "marks" | "active">>;

const SETTLED_AFTER = 400;
export const marksKey = new PluginKey<Marks>("comments");

/** Null until the editor shows the shared text. */
export function textsIn(state: EditorState, doc = state.doc): Texts | null {
  const sync = ySyncPluginKey.getState(state) as
    | { doc: Doc; type: XmlFragment; binding: { mapping: Mapping } | null }
    | undefined;
  return sync?.binding ? { ydoc: sync.doc, fragment: sync.type, mapping: sync.binding.mapping, doc } : null;
}

function located(marks: readonly Mark[], texts: Texts | null): Map<string, Range | null> {
  if (!texts || !marks.length) return new Map(marks.map(mark => [mark.id, null]));
  const flat = new FlatText(texts.doc);
  return new Map(marks.map(mark => [mark.id, placeOf(texts, mark.anchor, flat)]));
}

function drawn({ marks, active, places }: Omit<Marks, "shown">, doc: Texts["doc"]): DecorationSet {
  const shown: Decoration[] = [];
  for (const { id, open } of marks) {
    const place = places.get(id);
    if (!place || (!open && id !== active)) continue;
    const look = { class: id === active ? "comment-mark comment-active" : "comment-mark", "data-thread-mark": id };
    shown.push(Decoration.inline(place.from, place.to, look));
    for (const { from, at } of lookChanges(doc, place.from, place.to)) {
      const [start, end] = [Math.max(from, place.from), Math.min(at, place.to)];
      if (start < end) shown.push(Decoration.inline(start + at - from, end + at - from, look)); // the old words are hidden
    }
    doc.nodesBetween(place.from, place.to, (node, at) => {
      if (node.isBlock && node.isLeaf) shown.push(Decoration.node(at, at + node.nodeSize, look));
    });
  }
  return DecorationSet.create(doc, shown);
}

function applied(tr: Transaction, before: Marks, old: EditorState): Marks {
  const news = tr.getMeta(marksKey) as News | undefined;
  const arrived = (tr.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin;
  if (!news && !tr.docChanged) return before;
  const { marks, active } = { ...before, ...news };
  // Whatever arrives replaces the whole document here, so positions are looked for, not carried over.
  if (arrived || news?.marks || (news && !("active" in news))) {
    const places = located(marks, textsIn(old, tr.doc));
    return { marks, active, places, shown: drawn({ marks, active, places }, tr.doc) };
  }
  const places = tr.docChanged ? carried(before.places, tr) : before.places;
  return { marks, active, places, shown: drawn({ marks, active, places }, tr.doc) };
}

function carried(places: Marks["places"], { mapping }: Transaction): Map<string, Range | null> {
  return new Map(
    [...places].map(([id, place]) => {
      if (!place) return [id, null];
      const from = mapping.map(place.from, 1);
      const to = mapping.map(place.to, -1);
      return [id, to > from ? { from, to } : null];
    }),
  );
}

export const commentMarks = Extension.create({
  name: "commentMarks",
  addProseMirrorPlugins() {
    let timer: ReturnType<typeof setTimeout> | undefined;
    return [
      new Plugin<Marks>({
        key: marksKey,
        state: {
          init: () => ({ marks: [], active: null, places: new Map(), shown: DecorationSet.empty }),
          apply: (tr, before, old) => applied(tr, before, old),
        },
        props: {
          decorations: state => marksKey.getState(state)?.shown,
        },
        view: () => ({
          update(view, old) {
            if (view.state.doc === old.doc || !marksKey.getState(view.state)?.marks.length) return;
            clearTimeout(timer);
            timer = setTimeout(() => view.dispatch(view.state.tr.setMeta(marksKey, {})), SETTLED_AFTER);
          },
          destroy: () => clearTimeout(timer),
        }),
      }),
    ];
  },
});

/** The thread that is meant by a click at `position`: the shortest one around it. */
export function markAt(state: EditorState, position: number): string | null {
  const { marks, places } = marksKey.getState(state) ?? { marks: [], places: new Map<string, Range | null>() };
  let best: { id: string; length: number } | null = null;
  for (const { id, open } of marks) {
    const place = open ? places.get(id) : null;
    if (!place || position < place.from || position > place.to) continue;
    const length = place.to - place.from;
    if (!best || length < best.length) best = { id, length };
  }
  return best?.id ?? null;
}

export function showPlace(view: EditorView, { from }: Range): void {
  const { node } = view.domAtPos(shownPlace(view.state.doc, from));
  (node instanceof Element ? node : node.parentElement)?.scrollIntoView({ block: "center" });
}
