/**
 * Words that are cut or copied here and put in again here stay whose they were: what was adopted in any copy, what is
 * still open only where it went. The clipboard itself carries none of it, so nothing comes from another document.
 */
import { getTextBetween, getTextSerializersFromSchema } from "@tiptap/core";
import { Fragment, Mark, Slice, type Node } from "@tiptap/pm/model";
import { Plugin, type EditorState } from "@tiptap/pm/state";
import { Belongings, isOfSuggestion } from "./belongings";
import { lookChanges } from "./looks";
import { ADOPTED, SUGGESTION_ATTRIBUTE } from "./names";
import { wordsOn } from "./tokens";

export class Clipboard {
  private copied: Slice | null = null;
  private wasCut = false;
  private leaving: Shown | null = null;
  private arriving = new Belongings();

  /** What comes in just now and keeps whose it was. */
  get carried(): Belongings {
    return this.arriving;
  }

  remember(slice: Slice, cut: boolean): void {
    [this.copied, this.wasCut] = [slice, cut];
  }

  private copy(state: EditorState): void {
    this.leaving = shownIn(state);
    queueMicrotask(() => (this.leaving = null)); // it is written to the clipboard before anything else happens
    this.remember(this.leaving.slice, false);
  }

  /** What is dragged comes as it stood here; what is pasted lost its signs on the way. */
  arrive(slice: Slice, doc: Node, isPlain: boolean): Slice {
    const dragged = isPlain ? new Belongings() : Belongings.within(slice.content);
    const signed = this.copied && dragged.isEmpty ? signedAs(slice, this.copied, this.staysIn(doc)) : slice;
    this.arriving = dragged.adopted.add(this.copied && dragged.isEmpty ? Belongings.within(signed.content) : new Belongings());
    queueMicrotask(() => (this.arriving = new Belongings())); // it is put in before anything else happens
    return signed;
  }

  plugin(): Plugin {
    return new Plugin({
      props: {
        handleDOMEvents: {
          copy: view => void this.copy(view.state),
          cut: view => void this.remember(view.state.selection.content(), view.editable),
        },
        clipboardTextSerializer: () => this.leaving?.words ?? "",
        transformCopied: slice => this.leaving?.slice ?? slice, // what is cut or dragged goes whole: it only moves
        transformPasted: (slice, view, isPlain) => this.arrive(slice, view.state.doc, isPlain),
      },
    });
  }

  /** Taken back meanwhile, or put in twice: then what is open stands where it is, and this is a copy. */
  private staysIn(doc: Node): Stays {
    const here = Belongings.within(doc.content);
    return {
      mark: (mark, words) => mark.type.name === ADOPTED || (this.wasCut && !here.holds(mark, words)),
      token: token => token.startsWith(`${ADOPTED}:`) || (this.wasCut && !here.holdsToken(token)),
    };
  }
}

interface Shown {
  slice: Slice;
  words: string;
}

/** What is selected; of words that are to look otherwise only those that are seen. */
function shownIn({ tr, schema }: EditorState): Shown {
  for (const { from, at } of lookChanges(tr.doc, tr.selection.from, tr.selection.to).reverse()) tr.delete(from, at);
  const textSerializers = getTextSerializersFromSchema(schema);
  const words = tr.selection.ranges.map(({ $from, $to }) => getTextBetween(tr.doc, { from: $from.pos, to: $to.pos }, { textSerializers }));
  return { slice: tr.selection.content(), words: tr.docChanged ? words.join("\n\n") : "" };
}

interface Stays {
  mark(mark: Mark, words: string): boolean;
  token(token: string): boolean;
}

/** `slice` with the signs that `source` had at the same words and things; where they are others, without. */
export function signedAs(slice: Slice, source: Slice, stays: Stays): Slice {
  const [from, to] = [partsOf(source.content), partsOf(slice.content)];
  const areWordsSame = from.words === to.words;
  const areThingsSame = from.things.map(({ type }) => type).join() === to.things.map(({ type }) => type).join();
  let [at, thing] = [0, 0];
  const rebuilt = (content: Fragment): Fragment => {
    const nodes: Node[] = [];
    content.forEach(node => {
      if (!node.isText) {
        const signs = wordsOn(from.things[areThingsSame ? thing++ : -1]?.node ?? node).filter(stays.token);
        return nodes.push(withSigns(node, signs.join(" ") || null, rebuilt(node.content)));
      }
      const runs = areWordsSame ? from.runs : [];
      nodes.push(...signedWords(node, at, runs, stays));
      return (at += node.nodeSize);
    });
    return Fragment.fromArray(nodes);
  };
  return new Slice(rebuilt(slice.content), slice.openStart, slice.openEnd);
}

interface Run {
  from: number;
  to: number;
  words: string;
  marks: readonly Mark[];
}

function partsOf(content: Fragment): { words: string; runs: Run[]; things: { type: string; node: Node }[] } {
  let words = "";
  const runs: Run[] = [];
  const things: { type: string; node: Node }[] = [];
  content.descendants(node => {
    if (!node.isText) return void things.push({ type: node.type.name, node });
    const text = node.text ?? "";
    runs.push({ from: words.length, to: words.length + text.length, words: text, marks: node.marks.filter(isOfSuggestion) });
    words += text;
  });
  return { words, runs, things };
}

function signedWords(node: Node, start: number, runs: readonly Run[], stays: Stays): Node[] {
  const plain = node.marks.filter(mark => !isOfSuggestion(mark));
  if (!runs.length) return [node.mark(plain)];
  const here = runs.filter(run => run.from < start + node.nodeSize && run.to > start);
  return here.map(run => {
    const piece = node.cut(Math.max(0, run.from - start), Math.min(node.nodeSize, run.to - start));
    const signs = run.marks.filter(mark => stays.mark(mark, piece.text ?? ""));
    return piece.mark(signs.reduce<readonly Mark[]>((marks, mark) => mark.addToSet(marks), plain));
  });
}

function withSigns(node: Node, signs: string | null, content: Fragment): Node {
  const attrs = SUGGESTION_ATTRIBUTE in node.attrs ? { ...node.attrs, [SUGGESTION_ATTRIBUTE]: signs } : node.attrs;
  return node.type.create(attrs, content, node.marks);
}
