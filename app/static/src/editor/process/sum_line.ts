/** Under the table of the lesson's steps: how many minutes they take together. Shown, not written. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { TableMap } from "@tiptap/pm/tables";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { minutesOf, type Cell, type Minutes } from "./minutes";

const key = new PluginKey<DecorationSet>("processMinutes");

export function cellsOf(table: Node): Cell[][] {
  const map = TableMap.get(table);
  const rows: Cell[][] = Array.from({ length: map.height }, () => []);
  const cells = new Map<number, Cell>();
  map.map.forEach((position, index) => {
    const cell = table.nodeAt(position);
    if (!cell || cells.has(position)) return;
    const words = cell.textBetween(0, cell.content.size, " ", " ");
    const found = { column: index % map.width, width: Number(cell.attrs["colspan"]) || 1, words };
    cells.set(position, found);
    rows[Math.floor(index / map.width)]?.push(found);
  });
  return rows;
}

function lineFor(sentence: (minutes: Minutes) => string, minutes: Minutes): HTMLElement {
  const line = document.createElement("p");
  line.className = "minutes-sum";
  line.contentEditable = "false";
  line.textContent = sentence(minutes);
  return line;
}

const measured = new WeakMap<Node, Minutes | null>();

function minutesUnder(table: Node): Minutes | null {
  let minutes = measured.get(table);
  if (minutes === undefined) {
    minutes = minutesOf(cellsOf(table));
    measured.set(table, minutes);
  }
  return minutes;
}

function lines(doc: Node, sentence: (minutes: Minutes) => string): DecorationSet {
  const found: Decoration[] = [];
  doc.forEach((node, position) => {
    const minutes = node.type.name === "table" ? minutesUnder(node) : null;
    if (!minutes) return;
    const words = sentence(minutes);
    found.push(Decoration.widget(position + node.nodeSize, () => lineFor(sentence, minutes), { side: -1, key: words }));
  });
  return DecorationSet.create(doc, found);
}

export function processMinutes(sentence: (minutes: Minutes) => string): Extension {
  return Extension.create({
    name: "processMinutes",
    addProseMirrorPlugins() {
      return [
        new Plugin({
          key,
          state: {
            init: (_config, { doc }) => lines(doc, sentence),
            apply: (transaction, set) => (transaction.docChanged ? lines(transaction.doc, sentence) : set),
          },
          props: { decorations: state => key.getState(state) },
        }),
      ];
    },
  });
}
