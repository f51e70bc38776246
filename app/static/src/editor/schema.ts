/** What a document may contain. The server checks and renders the same names; another set is another version. */
import type { Extensions } from "@tiptap/core";
import { Code } from "@tiptap/extension-code";
import { CodeBlock } from "@tiptap/extension-code-block";
import { Link } from "@tiptap/extension-link";
import { OrderedList, TaskItem, TaskList } from "@tiptap/extension-list";
import { Subscript } from "@tiptap/extension-subscript";
import { Superscript } from "@tiptap/extension-superscript";
import type { Node } from "@tiptap/pm/model";
import { StarterKit } from "@tiptap/starter-kit";
import { blockMath, inlineMath, type EditFormula } from "./math_nodes";
import { picture } from "./picture_node";
import { ruby } from "./ruby/mark";
import { sectionNames } from "./sections/names";
import { suggestionContent } from "./suggesting/marks";
import { SUGGESTION_MARKS } from "./suggesting/names";
import { tableExtensions } from "./table_nodes";

export const SCHEMA_VERSION = 3;

export const NODES = [
  "doc", "text", "paragraph", "heading", "bulletList", "orderedList", "listItem", "taskList", "taskItem",
  "blockquote", "codeBlock", "horizontalRule", "hardBreak", "image", "table", "tableRow", "tableHeader",
  "tableCell", "inlineMath", "blockMath",
] as const;

export const MARKS = [
  "suggestedInsertion", "suggestedDeletion", "adopted", "bold", "italic", "underline", "strike", "link", "subscript",
  "superscript", "ruby", "code",
] as const;

/** Only the address is part of the document; where it opens is the page's business. */
const link = Link.extend({
  addAttributes() {
    return { href: { default: null } };
  },
}).configure({
  openOnClick: false,
  autolink: true,
  linkOnPaste: true,
  defaultProtocol: "https",
  isAllowedUri: (uri, { defaultValidate }) => defaultValidate(uri) && !/^\s*(javascript|data|file):/i.test(uri),
  HTMLAttributes: { rel: "noopener noreferrer nofollow", target: null, class: null },
});

/** Of the task itself, without the tasks below it. */
function ownWords(task: Node): string {
  return (task.firstChild?.textContent ?? "").trim();
}

const orderedList = OrderedList.extend({
  addAttributes() {
    return {
      start: {
        default: 1,
        parseHTML: element => Number.parseInt(element.getAttribute("start") ?? "1", 10) || 1,
      },
    };
  },
});

/** Code has no looks of its own, but can be suggested as anything else. */
const looks = MARKS.filter(name => !(SUGGESTION_MARKS as readonly string[]).includes(name));
const code = Code.extend({ excludes: looks.join(" ") });
const codeBlock = CodeBlock.extend({ marks: SUGGESTION_MARKS.join(" ") });

/** What a screen reader says to the box of a task: `words` are the task's own, perhaps none. */
export type TaskLabel = (words: string) => string;

export function contentExtensions(editFormula: EditFormula, taskLabel: TaskLabel = words => words): Extensions {
  return [
    StarterKit.configure({
      heading: { levels: [1, 2, 3, 4] },
      undoRedo: false, // own changes only: the collaboration keeps its own history
      trailingNode: false, // would write into every document just by opening it
      link: false,
      orderedList: false,
      code: false,
      codeBlock: false,
      dropcursor: { color: "#0b7a75", width: 2 },
    }),
    ...suggestionContent,
    link,
    orderedList,
    code,
    codeBlock,
    TaskList,
    TaskItem.configure({ nested: true, a11y: { checkboxLabel: node => taskLabel(ownWords(node)) } }),
    Subscript,
    Superscript,
    ruby,
    sectionNames,
    picture,
    ...tableExtensions,
    inlineMath(editFormula),
    blockMath(editFormula),
  ];
}
