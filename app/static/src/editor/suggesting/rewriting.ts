/**
 * Turns what somebody does into what they suggest: each step of a transaction is done again, deletions as marks,
 * insertions behind them. What cannot be a suggestion raises NotSuggestible.
 */
import { Selection, TextSelection, type EditorState, type Transaction } from "@tiptap/pm/state";
import { AddMarkStep, AttrStep, Mapping, RemoveMarkStep, ReplaceStep, type Step } from "@tiptap/pm/transform";
import { MEANT } from "../sections/guard";
import { Belongings } from "./belongings";
import { endOfFirstWords, NotSuggestible, rangesWithinSections, suggestDeletion } from "./deleting";
import { suggestLook } from "./formatting";
import { suggestInsertion } from "./inserting";
import { behindStruck, contentOf, takes } from "./slices";
import { isOwnInsertion, keyAt, type Writer } from "./tokens";

/** On transactions that delete a selection by a key that goes to the left. */
export const BACKWARD = "suggestedBackward";

/** `carried`: what comes from the clipboard and keeps whose it was. */
export function suggested(state: EditorState, original: Transaction, writer: Writer, carried = new Belongings()): Transaction {
  const work = new Rewriting(state.tr, original, writer, Belongings.removedBy(original).add(carried));
  original.steps.forEach((step, index) => work.redo(step, index));
  work.finish(state);
  return work.tr;
}

class Rewriting {
  /** By original step: the step that put its content in, in the same size. */
  private readonly twins: (number | null)[] = [];
  private key: string | null = null;
  private struck: { from: number; to: number } | null = null;
  private inserted = false;

  constructor(
    readonly tr: Transaction,
    private readonly original: Transaction,
    private readonly writer: Writer,
    private readonly carried: Belongings,
  ) {}

  redo(step: Step, index: number): void {
    const place = this.placesBefore(index);
    let twin: number | null = null;
    if (step instanceof ReplaceStep) twin = this.replace(step, index, place);
    else if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) this.format(step, place);
    else this.structure(step, place);
    this.twins.push(twin);
  }

  finish(state: EditorState): void {
    const { original, tr } = this;
    if (this.inserted || !original.docChanged) tr.setSelection(this.selection());
    else if (this.struck) tr.setSelection(Selection.near(tr.doc.resolve(this.besideStruck(state, this.struck))));
    if (original.storedMarksSet) tr.setStoredMarks(original.storedMarks);
    if (original.scrolledIntoView) tr.scrollIntoView();
    const { meta } = original as unknown as { meta: Record<string, unknown> };
    for (const [name, value] of Object.entries(meta)) tr.setMeta(name, value);
  }

  /** From positions before the original's step `index` to positions in the new document. */
  private placesBefore(index: number): Mapping {
    const mapping = new Mapping();
    for (let each = index - 1; each >= 0; each -= 1) {
      const step = this.original.steps[each];
      const before = this.original.docs[each];
      if (step && before) mapping.appendMap(step.invert(before).getMap());
    }
    this.tr.mapping.maps.forEach((map, number) => {
      const twin = this.twins.indexOf(number);
      mapping.appendMap(map, twin >= 0 && twin < index ? index - 1 - twin : undefined);
    });
    return mapping;
  }

  private replace(step: ReplaceStep, index: number, place: Mapping): number | null {
    const { tr, writer } = this;
    const from = place.map(step.from, 1);
    const to = Math.max(from, place.map(step.to, -1));
    const key = (this.key ??= keyAt(tr.doc, from, to, writer));
    const first = tr.steps.length;
    const slice = contentOf(step, this.original.docs[index]);
    const ranges = this.original.getMeta(MEANT) ? [{ from, to }] : rangesWithinSections(tr.doc, { from, to });
    const end = ranges.length > 1 ? endOfFirstWords(tr.doc, ranges) : from < to ? to : this.placeAt(to);
    for (const range of ranges.reverse()) suggestDeletion(tr, range, writer, key);
    const after = tr.mapping.slice(first);
    this.struck = { from: after.map(from, -1), to: after.map(to, 1) };
    if (!slice.size) return null;
    const twin = tr.steps.length;
    const behind = after.map(end, 1);
    const exact = suggestInsertion(tr, takes(tr.doc, behind, slice) ? behind : this.struck.from, slice, key, this.carried);
    this.inserted = true;
    return exact ? twin : null;
  }

  /** Nobody writes into what they have struck; only an input method stays where it began. */
  private placeAt(place: number): number {
    const composes = this.original.getMeta("composition") !== undefined;
    return composes ? place : behindStruck(this.tr.doc, place, this.writer);
  }

  /** Before what Backspace struck out, behind what Delete or a selection struck out. */
  private besideStruck({ selection }: EditorState, { from, to }: { from: number; to: number }): number {
    const [step] = this.original.steps;
    const toLeft = selection.empty && step instanceof ReplaceStep && selection.head >= step.to;
    const backward = toLeft || this.original.getMeta(BACKWARD) === true;
    return backward ? from : to;
  }

  private selection(): Selection {
    const { original, tr } = this;
    const place = this.placesBefore(original.steps.length);
    const { anchor, head, empty } = original.selection;
    const $head = tr.doc.resolve(place.map(head, -1));
    if (original.selection instanceof TextSelection && !empty) {
      return TextSelection.between(tr.doc.resolve(place.map(anchor, -1)), $head);
    }
    return Selection.near($head);
  }

  private format(step: AddMarkStep | RemoveMarkStep, place: Mapping): void {
    const { tr, writer } = this;
    const [from, to] = [place.map(step.from, 1), place.map(step.to, 1)];
    suggestLook(tr, step, from, to, writer, (this.key ??= keyAt(tr.doc, from, to, writer)));
    this.inserted = true;
  }

  /** Headings, lists, attributes: of blocks only that are suggested by the same person. */
  private structure(step: Step, place: Mapping): void {
    const { tr, writer } = this;
    const mapped = step.map(place);
    const { from, to } = rangeOf(step);
    let own = mapped !== null;
    tr.doc.nodesBetween(place.map(from, 1), place.map(to, -1), node => {
      if (node.isTextblock || node.isLeaf) own &&= node.isText || isOwnInsertion(node, writer);
      return !node.isTextblock;
    });
    if (!mapped || !own || tr.maybeStep(mapped).failed) throw new NotSuggestible("suggestNoFormat");
  }
}

function rangeOf(step: Step): { from: number; to: number } {
  if (step instanceof AttrStep) return { from: step.pos, to: step.pos + 1 };
  const { from, to } = step as unknown as { from: number; to: number };
  return { from, to };
}
