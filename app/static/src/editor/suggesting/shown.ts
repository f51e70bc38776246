/** Suggestions in the colours of their authors, the chosen one stronger; joined and new paragraphs with a sign. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { NodeSelection, Plugin, PluginKey, type EditorState } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { lookChanges } from "./looks";
import { DELETION, INSERTION } from "./names";
import type { Register } from "./register";
import { adoptedKeys, keysOn, pendingKeys, tokensOf, type Kind } from "./tokens";

export interface Shown {
  active: string | null;
  set: DecorationSet;
}

export const shownKey = new PluginKey<Shown>("suggestions");

const LOOK: Readonly<Record<Kind, string>> = {
  insert: "suggested-insertion",
  delete: "suggested-deletion",
  join: "suggested-join",
};
const COLOR = /^#[0-9a-f]{6}$/i;

function lookOf(node: Node, active: string | null, register: Register): Record<string, string> | null {
  const pending = pendingKeys(node);
  const thanked = node.isTextblock ? [] : adoptedKeys(node).filter(key => register.get(key)?.thanks);
  const keys = [...pending, ...thanked];
  const [first] = keys;
  if (!first) return null;
  const color = pending.length ? (register.authorOf(first)?.color ?? "") : "";
  const kinds: string[] = tokensOf(node).map(({ kind }) => (node.isTextblock && kind === "insert" ? "suggested-break" : LOOK[kind]));
  if (keysOn(node, INSERTION).length) kinds.push(LOOK.insert);
  if (keysOn(node, DELETION).length) kinds.push(LOOK.delete);
  if (!node.isText && thanked.length) kinds.push("adopted");
  if (active && keys.includes(active)) kinds.push("suggestion-active");
  return {
    class: ["suggestion", ...kinds].join(" "),
    "data-suggestion": keys.join(" "),
    ...(COLOR.test(color) ? { style: `--author: ${color}` } : {}),
  };
}

/** The words of another look once: the old ones are hidden. */
function looksOnce(doc: Node, title: string): Decoration[] {
  return lookChanges(doc).flatMap(({ from, at, size }) => [
    Decoration.inline(from, at, { class: "suggested-look-before" }),
    Decoration.inline(at, at + size, { class: "suggested-look", title }),
  ]);
}

function drawn(doc: Node, active: string | null, register: Register, title: string): DecorationSet {
  const found = looksOnce(doc, title);
  doc.descendants((node, at) => {
    const look = lookOf(node, active, register);
    if (look) found.push((node.isInline ? Decoration.inline : Decoration.node)(at, at + node.nodeSize, look));
  });
  return found.length ? DecorationSet.create(doc, found) : DecorationSet.empty;
}

/** `title`: what is said of words that are to look otherwise. */
export function suggestionsShown(register: Register, title: string): Extension {
  let composing = () => false;
  return Extension.create({
    name: "suggestionsShown",
    addProseMirrorPlugins: () => [
      new Plugin<Shown>({
        key: shownKey,
        state: {
          init: (_config, { doc }) => ({ active: null, set: drawn(doc, null, register, title) }),
          apply(tr, before) {
            const news = tr.getMeta(shownKey) as { active?: string | null } | undefined;
            if (!news && !tr.docChanged) return before;
            // An input method loses its words if what it writes into is drawn anew.
            if (composing()) return { ...before, set: before.set.map(tr.mapping, tr.doc) };
            const active = news?.active === undefined ? before.active : news.active;
            return { active, set: drawn(tr.doc, active, register, title) };
          },
        },
        view(view) {
          composing = () => view.composing;
          const redraw = () => setTimeout(() => view.isDestroyed || view.dispatch(view.state.tr.setMeta(shownKey, {})), 60);
          view.dom.addEventListener("compositionend", redraw);
          return { destroy: () => view.dom.removeEventListener("compositionend", redraw) };
        },
        props: { decorations: state => shownKey.getState(state)?.set },
      }),
    ],
  });
}

/** The suggestion in which the caret stands, or which ends at it; else the one from which the words came. */
export function keyUnderCaret({ selection, doc }: EditorState): string | null {
  const isThing = selection instanceof NodeSelection;
  if (!selection.empty && !isThing) return null;
  const $head = doc.resolve(isThing ? selection.from : selection.head);
  const near = isThing ? [selection.node] : [$head.nodeAfter, $head.nodeBefore, $head.parentOffset ? null : $head.parent];
  const nodes = near.filter(node => node !== null);
  return [...nodes.flatMap(pendingKeys), ...nodes.flatMap(adoptedKeys)][0] ?? null;
}
