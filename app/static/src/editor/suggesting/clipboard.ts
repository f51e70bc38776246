/**
 * Words that are cut or copied here and put in again here stay whose they were: what was adopted in any copy, what is
 * still open only where it went. The clipboard itself carries none of it, so nothing comes from another document.
 */
import { Fragment, Mark, Slice, type Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { Belongings, isOfSuggestion } from "./belongings";
import { ADOPTED, SUGGESTION_ATTRIBUTE } from "./names";
import { wordsOn } from "./tokens";

export class Clipboard {
  private copied: Slice | null = null;
  private wasCut = false;
  private arriving = new Belongings();

  /** What comes in just now and keeps whose it was. */
  get carried(): Belongings {
    return this.arriving;
  }

  remember(slice: Slice, cut: boolean): void {
    [this.copied, this.wasCut] = [slice, cut];
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
          copy: view => void this.remember(view.state.selection.content(), false),
          cut: view => void this.remember(view.state.selection.content(), view.editable),
        },
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
