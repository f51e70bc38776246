/**
 * Sections are not lost by accident. What would join one to its neighbour or make it ordinary text is refused; where
 * a larger piece of text is deleted or replaced, the headings of its sections stay behind.
 */
import { Extension } from "@tiptap/core";
import { Fragment, type Node } from "@tiptap/pm/model";
import { Plugin, type Transaction } from "@tiptap/pm/state";
import { Mapping } from "@tiptap/pm/transform";
import { fromPeers } from "../origin";
import { sectionAtBorder, sectionInWay } from "./borders";
import { keyOf, sectionsOf, type Section } from "./names";

/** On transactions that remove a section because somebody said so. */
export const MEANT = "sectionRemovalMeant";

type Fate = "safe" | "overrun" | "swept" | "joined";

/** What a transaction does to a section it began with. */
function fateOf(transaction: Transaction, section: Section): Fate {
  const survives = sectionsOf(transaction.doc).some(({ key }) => key === section.key);
  let fate: Fate = survives ? "safe" : "joined";
  transaction.mapping.maps.forEach((map, index) => {
    const earlier = new Mapping(transaction.mapping.maps.slice(0, index));
    const from = earlier.map(section.position, -1);
    const until = earlier.map(section.position + section.node.nodeSize, 1);
    map.forEach((start, end) => {
      if (!survives && start <= from && end >= until - 1) fate = "swept";
      if (survives && start <= from + 1 && end > until) fate = "overrun";
    });
  });
  return fate;
}

function isGuarded(transaction: Transaction): boolean {
  return transaction.docChanged && !fromPeers(transaction) && !transaction.getMeta(MEANT);
}

function lossesIn(transaction: Transaction): Map<Section, Fate> {
  const fates = new Map<Section, Fate>();
  for (const section of sectionsOf(transaction.before)) {
    const fate = fateOf(transaction, section);
    if (fate !== "safe") fates.set(section, fate);
  }
  return fates;
}

/** Put headings where they were, between the words that are left. */
function putBack(repair: Transaction, place: number, headings: Node[]): void {
  const $place = repair.doc.resolve(place);
  let at = place;
  if ($place.depth === 1 && $place.parent.isTextblock && $place.parentOffset > 0 && place < $place.end()) {
    repair.split(place);
    at = place + 1;
  } else if ($place.depth > 0) {
    at = $place.depth === 1 && $place.parentOffset === 0 ? $place.before(1) : $place.after(1);
  }
  repair.insert(at, Fragment.fromArray(headings));
}

function repairFor(transactions: readonly Transaction[], repair: Transaction): Section[] {
  const losses: { section: Section; fate: Fate; place: number }[] = [];
  transactions.forEach((transaction, index) => {
    if (!isGuarded(transaction)) return;
    const later = new Mapping(transactions.slice(index).flatMap(({ mapping }) => mapping.maps));
    lossesIn(transaction).forEach((fate, section) => losses.push({ section, fate, place: later.map(section.position, -1) }));
  });
  const paragraph = repair.doc.type.schema.nodes["paragraph"];
  for (const place of [...new Set(losses.map(loss => loss.place))].sort((a, b) => b - a)) {
    const here = losses.filter(loss => loss.place === place);
    // The heading holds other words now: those become a paragraph below it.
    const left = repair.doc.nodeAt(place);
    if (left && paragraph && here.some(({ fate, section }) => fate === "overrun" && keyOf(left) === section.key)) {
      repair.setNodeMarkup(place, paragraph, {});
    }
    putBack(repair, place, here.map(({ section }) => section.node));
  }
  return losses.map(({ section }) => section);
}

/** A key stands once: what was split off or pasted is an ordinary heading. */
function dropRepeated(transactions: readonly Transaction[], before: Node, repair: Transaction): void {
  const mapping = new Mapping(transactions.flatMap(({ mapping: { maps } }) => maps));
  const places = new Map(sectionsOf(before).map(({ key, position }) => [key, mapping.map(position, 1)]));
  const sections = sectionsOf(repair.doc);
  for (const { key } of new Map(sections.map(section => [section.key, section])).values()) {
    const same = sections.filter(section => section.key === key);
    const first = same.find(({ position }) => position === places.get(key)) ?? same[0];
    for (const { position } of same) if (position !== first?.position) repair.setNodeAttribute(position, "section", null);
  }
}

export function sectionGuard(kept: (names: string[], refused: boolean) => void): Extension {
  const stays = (section: Node | null) => {
    if (section) kept([section.textContent.trim()], true);
    return section !== null;
  };
  return Extension.create({
    name: "sectionGuard",
    priority: 1000, // before the lists, which move what follows them on Backspace
    addKeyboardShortcuts() {
      const stop = (forward: boolean) => () => stays(sectionAtBorder(this.editor.state, forward));
      return { Backspace: stop(false), "Mod-Backspace": stop(false), Delete: stop(true), "Mod-Delete": stop(true) };
    },
    addProseMirrorPlugins() {
      return [
        new Plugin({
          props: {
            handleDOMEvents: {
              beforeinput(view, event) {
                if (view.composing || !stays(sectionInWay(view, event))) return false;
                event.preventDefault();
                return true;
              },
            },
          },
          filterTransaction(transaction) {
            if (!isGuarded(transaction)) return true;
            const joined = [...lossesIn(transaction)].find(([, fate]) => fate === "joined");
            if (joined) kept([joined[0].words], true);
            return !joined;
          },
          appendTransaction(transactions, before, state) {
            if (!transactions.some(isGuarded)) return null;
            const repair = state.tr;
            const lost = repairFor(transactions, repair);
            dropRepeated(transactions, before.doc, repair);
            if (lost.length) kept(lost.map(({ words }) => words), false);
            return repair.docChanged ? repair.setMeta(MEANT, true) : null;
          },
        }),
      ];
    },
  });
}
