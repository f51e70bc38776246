/** The writing surface itself. It is made only when there is a text to show. */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { CollaborationCaret } from "@tiptap/extension-collaboration-caret";
import { Placeholder } from "@tiptap/extension-placeholder";
import type { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";
import { caretBehindPasted } from "./caret_behind";
import { caretFirst } from "./caret_first";
import { drawCaret, drawSelection } from "./carets";
import { commentMarks } from "./comments/marks";
import { endsOfText } from "./ends_of_text";
import { firstCaret } from "./first_caret";
import { editFormula } from "./formula_dialog";
import { notice } from "./notice";
import type { Page } from "./page";
import { pasting } from "./pasting";
import { pictureUploads } from "./pictures";
import { spoken } from "./process/minutes";
import { processMinutes } from "./process/sum_line";
import { contentExtensions } from "./schema";
import { sectionGuard } from "./sections/guard";
import type { Advice } from "./suggesting/advice";
import { suggesting } from "./suggesting/extension";
import { hiddenWords } from "./suggesting/hidden_words";
import { suggestionsShown } from "./suggesting/shown";
import { walking } from "./walking";
import { writeBelow } from "./write_below";

export function openEditor(page: Page, doc: Doc, awareness: Awareness, writable: boolean, advice: Advice): Editor {
  const mount = page.find("paper");
  if (!mount) throw new Error("the page has no paper to write on");
  const user = { ...page.me, client: doc.clientID };
  const editor = new Editor({
    element: mount,
    editable: writable,
    injectCSS: false,
    extensions: [
      ...contentExtensions(editFormula(page), words => page.text(words ? "taskLabel" : "taskEmpty", { words })),
      Collaboration.configure({ document: doc, field: "default" }),
      CollaborationCaret.configure({
        provider: { awareness },
        user,
        render: drawCaret,
        selectionRender: drawSelection,
      }),
      Placeholder.configure({ placeholder: page.text("placeholder"), showOnlyWhenEditable: true }),
      commentMarks,
      suggesting(advice.mode, sentence => notice(page, page.text(sentence))),
      hiddenWords,
      suggestionsShown(advice.register, page.text("suggestLooks")),
      endsOfText,
      firstCaret,
      sectionGuard((names, refused) => {
        notice(page, page.text(refused ? "sectionStays" : "sectionsKept", { name: names.join(page.text("listSeparator")) }));
      }),
      processMinutes(minutes => page.text("minutesSum", { sum: spoken(minutes) })),
      caretFirst,
      caretBehindPasted,
      pasting(page),
      pictureUploads(page),
      writeBelow,
      walking,
    ],
    editorProps: {
      attributes: {
        class: "prose",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": page.text("paperLabel"),
        spellcheck: "false",
        translate: "no",
      },
    },
  });
  page.root.dataset["ready"] = "true";
  return editor;
}
