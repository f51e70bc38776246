/** The table of a lesson's steps, empty. Its words are part of the plan, whatever language the page speaks. */
import type { Editor } from "@tiptap/core";

const COLUMNS = ["环节", "时间", "教师活动", "学生活动", "设计意图", "复备"];
const STEPS = ["导入", "新授", "练习", "小结"];

function cell(type: "tableHeader" | "tableCell", words: string) {
  return { type, content: [{ type: "paragraph", ...(words ? { content: [{ type: "text", text: words }] } : {}) }] };
}

function row(type: "tableHeader" | "tableCell", words: readonly string[]) {
  return { type: "tableRow", content: COLUMNS.map((_column, index) => cell(type, words[index] ?? "")) };
}

export function insertProcessTable(editor: Editor): void {
  const rows = [row("tableHeader", COLUMNS), ...STEPS.map(step => row("tableCell", [step]))];
  const at = editor.state.selection.from;
  editor.chain().focus().insertContent({ type: "table", content: rows }).run();
  let time = -1;
  editor.state.doc.descendants((node, position) => {
    if (time < 0 && position >= at - 2 && node.type.name === "table") time = position;
    return time < 0;
  });
  const table = time < 0 ? null : editor.state.doc.nodeAt(time);
  if (!table) return; // refused, and said why
  const line = table.child(0).nodeSize;
  const step = table.child(1).child(0).nodeSize;
  editor.commands.setTextSelection(time + 1 + line + 1 + step + 2); // the first step's time
}
