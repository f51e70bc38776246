/** Formulas as LaTeX; drawn by KaTeX, which is fetched when the first one is seen. */
import { InputRule, mergeAttributes, Node, type Editor, type NodeViewRenderer } from "@tiptap/core";
import type { Node as ContentNode } from "@tiptap/pm/model";
import { NodeSelection } from "@tiptap/pm/state";
import { drawFormula } from "./formula_drawing";

/** Opens the formula dialog for the formula at a position. */
export type EditFormula = (editor: Editor, position: number, node: ContentNode) => void;

const latex = {
  latex: {
    default: "",
    parseHTML: (element: HTMLElement) => element.getAttribute("data-latex") ?? "",
    renderHTML: (attributes: Record<string, unknown>) => ({ "data-latex": attributes["latex"] }),
  },
};

function view(tag: "span" | "div", edit: EditFormula): NodeViewRenderer {
  return ({ node, editor, getPos }) => {
    const dom = document.createElement(tag);
    let current = node;
    dom.className = tag === "div" ? "formula formula-block" : "formula";
    const draw = () => void drawFormula(dom, String(current.attrs["latex"]), tag === "div");
    dom.addEventListener("dblclick", () => {
      const position = getPos();
      if (editor.isEditable && position !== undefined) edit(editor, position, current);
    });
    draw();
    return {
      dom,
      update(next) {
        if (next.type !== current.type) return false;
        const changed = next.attrs["latex"] !== current.attrs["latex"];
        current = next;
        if (changed) draw();
        return true;
      },
      ignoreMutation: () => true,
    };
  };
}

/** Enter on a selected formula opens it. */
function enterOpens(editor: Editor, name: string, edit: EditFormula): boolean {
  const { selection } = editor.state;
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== name) return false;
  edit(editor, selection.from, selection.node);
  return true;
}

export function inlineMath(edit: EditFormula): Node {
  return Node.create({
    name: "inlineMath",
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => latex,
    parseHTML: () => [{ tag: 'span[data-type="inline-math"]' }],
    renderHTML: ({ HTMLAttributes }) => ["span", mergeAttributes(HTMLAttributes, { "data-type": "inline-math" })],
    addNodeView: () => view("span", edit),
    addKeyboardShortcuts() {
      return { Enter: () => enterOpens(this.editor, this.name, edit) };
    },
    addInputRules() {
      return [
        new InputRule({
          find: /\$\$([^$\n]+)\$\$$/,
          handler: ({ state, range, match }) => {
            const node = this.type.create({ latex: (match[1] ?? "").trim() });
            state.tr.replaceWith(range.from, range.to, node);
          },
        }),
      ];
    },
  });
}

export function blockMath(edit: EditFormula): Node {
  return Node.create({
    name: "blockMath",
    group: "block",
    atom: true,
    addAttributes: () => latex,
    parseHTML: () => [{ tag: 'div[data-type="block-math"]' }],
    renderHTML: ({ HTMLAttributes }) => ["div", mergeAttributes(HTMLAttributes, { "data-type": "block-math" })],
    addNodeView: () => view("div", edit),
    addKeyboardShortcuts() {
      return { Enter: () => enterOpens(this.editor, this.name, edit) };
    },
  });
}
