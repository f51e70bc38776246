// Whether the editor's binding lives through updates: {"cases": [[base64 update…]…]} on stdin, for each
// case null or what went wrong, on stdout. Bundled with the editor's own schema by esbuild.
import { getSchema } from "@tiptap/core";
import { EditorState } from "@tiptap/pm/state";
import { ySyncPlugin } from "@tiptap/y-tiptap";
import { readFileSync } from "node:fs";
import * as Y from "yjs";
import { contentExtensions } from "../../../app/static/src/editor/schema.ts";

const schema = getSchema(contentExtensions(() => {}));

// A page without a screen: the binding's own plugin on a state, told of every change like in an editor.
function open(doc) {
  const plugin = ySyncPlugin(doc.getXmlFragment("default"));
  let hooks;
  const view = {
    state: EditorState.create({ schema, plugins: [plugin] }),
    dispatch(tr) {
      this.state = this.state.apply(tr);
      hooks?.update(this);
    },
    hasFocus: () => false,
  };
  hooks = plugin.spec.view(view);
  return view;
}

function type(view, words) {
  view.dispatch(view.state.tr.insert(0, schema.node("paragraph", null, [schema.text(words)])));
}

function live(updates) {
  const doc = new Y.Doc();
  const page = open(doc);
  updates.forEach((update, number) => {
    Y.applyUpdate(doc, Buffer.from(update, "base64"), "remote");
    type(page, `still here ${number}`);
  });
  const fresh = new Y.Doc();
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc));
  const late = open(fresh);
  late.state.doc.check();
  const shown = [page, late].map(view => view.state.doc.textContent);
  if (!shown.every(text => text.includes("still here"))) throw new Error(`lost: ${shown}`);
}

function verdict(updates) {
  try {
    live(updates);
    return null;
  } catch (error) {
    return String(process.env.STACKS ? error.stack : error);
  }
}

const { cases } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(verdict)));
