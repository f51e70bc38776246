/** Tables that survive two people changing their shape at once. */
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { Plugin, Selection } from "@tiptap/pm/state";
import { CellSelection } from "@tiptap/pm/tables";
import { fromPeers } from "./origin";

/**
 * The table plugin squares up ragged tables after every change. If each window did that for changes of the
 * others, all would add the missing cell, find the table ragged again, and never end. Whoever changes the table
 * next squares it up, once.
 */
function leaveToPeers(plugin: Plugin): Plugin {
  const squareUp = plugin.spec.appendTransaction;
  if (!squareUp) return plugin;
  return new Plugin({
    ...plugin.spec,
    appendTransaction(transactions, before, after) {
      return transactions.some(fromPeers) ? null : squareUp.call(this, transactions, before, after);
    },
  });
}

/** While cells are chosen, a click below the words of a cell would put the caret into the next one. */
const clicksBelowWords = () =>
  new Plugin({
    props: {
      handleClick(view, _position, event) {
        const cell = event.target;
        if (!(cell instanceof HTMLTableCellElement) || !(view.state.selection instanceof CellSelection)) return false;
        const end = view.state.doc.resolve(view.posAtDOM(cell, cell.childNodes.length));
        view.dispatch(view.state.tr.setSelection(Selection.near(end, -1)));
        return true;
      },
    },
  });

const table = Table.extend({
  addProseMirrorPlugins() {
    return [...(this.parent?.() ?? []).map(leaveToPeers), clicksBelowWords()];
  },
});

/** The document knows spans and widths of cells, no colours and alignments. */
const cell = TableCell.extend({
  addAttributes() {
    const { colspan, rowspan, colwidth } = (this.parent?.() ?? {}) as Record<string, object>;
    return { colspan: colspan ?? {}, rowspan: rowspan ?? {}, colwidth: colwidth ?? {} };
  },
});

const header = TableHeader.extend({
  addAttributes() {
    const { colspan, rowspan, colwidth } = (this.parent?.() ?? {}) as Record<string, object>;
    return { colspan: colspan ?? {}, rowspan: rowspan ?? {}, colwidth: colwidth ?? {} };
  },
});

export const tableExtensions = [
  table.configure({ resizable: true, cellMinWidth: 48, allowTableNodeSelection: true }),
  TableRow,
  header,
  cell,
];
