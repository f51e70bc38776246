/** A document as one string without block boundaries, and the way back: where quotes are found again. */
import type { Node } from "@tiptap/pm/model";
import { Seeds } from "./passage";

export interface Range {
  from: number;
  to: number;
}

interface Run {
  offset: number; // in the string
  words: string;
  from: number; // in the document
  to: number;
}

/** What a quote says for something that is no text. */
function wordsOf(node: Node): string {
  if (node.isText) return node.text ?? "";
  if (node.type.name === "image") return "〔图〕";
  const latex: unknown = node.attrs["latex"];
  return typeof latex === "string" ? `$${latex}$` : "";
}

export class FlatText {
  readonly text: string;
  readonly seeds: Seeds;
  private readonly runs: Run[] = [];

  constructor(doc: Node) {
    let text = "";
    doc.descendants((node, from) => {
      const words = node.isLeaf ? wordsOf(node) : "";
      if (!words) return;
      this.runs.push({ offset: text.length, words, from, to: from + node.nodeSize });
      text += words;
    });
    this.text = text;
    this.seeds = new Seeds(text);
  }

  /** The part of the string that begins at or behind `range.from` and ends at or before `range.to`. */
  cut({ from, to }: Range): { start: number; end: number } {
    const start = this.offsetAt(from);
    return { start, end: Math.max(start, this.offsetAt(to)) };
  }

  between(range: Range): string {
    const { start, end } = this.cut(range);
    return this.text.slice(start, end);
  }

  range(start: number, end: number): Range | null {
    const first = this.runs.find(run => start < run.offset + run.words.length);
    const last = this.runs.filter(run => run.offset < end).pop();
    if (!first || !last || end <= start) return null;
    const whole = (run: Run) => run.to - run.from !== run.words.length; // a picture, a formula
    return {
      from: whole(first) ? first.from : first.from + Math.max(0, start - first.offset),
      to: whole(last) ? last.to : last.from + Math.min(last.words.length, end - last.offset),
    };
  }

  private offsetAt(position: number): number {
    const run = this.runs.find(each => position < each.to);
    if (!run) return this.text.length;
    if (position <= run.from) return run.offset;
    return run.to - run.from === run.words.length ? run.offset + position - run.from : run.offset;
  }
}
