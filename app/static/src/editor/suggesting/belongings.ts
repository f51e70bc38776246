/** Which words and things of a text stand under which suggestions: so that what only moves keeps them. */
import type { Fragment, Mark, Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { ADOPTED, SUGGESTION_MARKS } from "./names";
import { wordsOn } from "./tokens";

export function isOfSuggestion({ type }: Mark): boolean {
  return (SUGGESTION_MARKS as readonly string[]).includes(type.name);
}

export class Belongings {
  private readonly words = new Map<string, string>(); // by mark and key
  private readonly tokens = new Set<string>();

  /** What a transaction takes away: put in again by the same one, it has only moved. */
  static removedBy(tr: Transaction): Belongings {
    const removed = new Belongings();
    tr.steps.forEach((step, index) => {
      if (step instanceof ReplaceStep) tr.docs[index]?.nodesBetween(step.from, step.to, (node, at) => {
        removed.note(node, at >= step.from, Math.max(0, step.from - at), step.to - at);
      });
    });
    return removed;
  }

  static within(content: Fragment): Belongings {
    const found = new Belongings();
    content.descendants(node => found.note(node));
    return found;
  }

  /** What was adopted alone: it may stand in a copy too. */
  get adopted(): Belongings {
    const adopted = new Belongings();
    for (const [name, words] of this.words) if (name.startsWith(`${ADOPTED} `)) adopted.words.set(name, words);
    for (const token of this.tokens) if (token.startsWith(`${ADOPTED}:`)) adopted.tokens.add(token);
    return adopted;
  }

  get isEmpty(): boolean {
    return !this.words.size && !this.tokens.size;
  }

  add(more: Belongings): this {
    more.words.forEach((words, name) => this.words.set(name, `${this.words.get(name) ?? ""}\n${words}`));
    more.tokens.forEach(token => this.tokens.add(token));
    return this;
  }

  holds(mark: Mark, words: string): boolean {
    return this.words.get(nameOf(mark))?.includes(words) ?? false;
  }

  holdsToken(token: string): boolean {
    return this.tokens.has(token);
  }

  private note(node: Node, begins = true, from = 0, to = node.nodeSize): void {
    const words = node.isText ? (node.text ?? "").slice(from, to) : "";
    for (const mark of words ? node.marks.filter(isOfSuggestion) : []) {
      this.words.set(nameOf(mark), (this.words.get(nameOf(mark)) ?? "") + words);
    }
    if (begins) wordsOn(node).forEach(token => this.tokens.add(token));
  }
}

function nameOf({ type, attrs }: Mark): string {
  return `${type.name} ${String(attrs["key"])}`;
}
