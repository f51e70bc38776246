/** Things beside each other of which one went and a like one came: by undo, by cut and paste. They are one that stayed. */
import type { Item, XmlElement, XmlText } from "yjs";
import { lineUp, SAME } from "./alignment";
import { likenessOf, type Face } from "./faces";
import type { Kind } from "./parts";

export interface Sibling {
  item: Item;
  inner: XmlElement | XmlText;
  kind: Kind;
}

export interface Stayed extends Sibling {
  /** What it was before, and whether it is still the same throughout. */
  former?: Sibling;
  isSame?: boolean;
}

/** Only within what stands together: between two that were kept in any case. */
export function withoutReturns(siblings: readonly Sibling[], faceOf: (sibling: Sibling) => Face): Stayed[] {
  const found: Stayed[] = [];
  let together: Sibling[] = [];
  for (const sibling of siblings) {
    if (sibling.kind === "kept") {
      found.push(...matched(together, faceOf), sibling);
      together = [];
    } else together.push(sibling);
  }
  return [...found, ...matched(together, faceOf)];
}

function matched(together: readonly Sibling[], faceOf: (sibling: Sibling) => Face): Stayed[] {
  const [gone, added] = [together.filter(each => each.kind === "gone"), together.filter(each => each.kind === "added")];
  if (gone.length === 0 || added.length === 0) return [...together];
  const [formers, presents] = [gone.map(faceOf), added.map(faceOf)];
  const likeness = (i: number, j: number) => {
    const [former, present] = [formers[i], presents[j]];
    return former && present ? likenessOf(former, present) : 0;
  };
  const place = new Map(together.map((each, at) => [each, at]));
  const found: Stayed[] = [];
  let [i, j] = [0, 0];
  const until = (goneBefore: number, addedBefore: number) => {
    while (i < goneBefore || j < addedBefore) {
      const former = i < goneBefore ? gone[i] : undefined;
      const present = j < addedBefore ? added[j] : undefined;
      const next = former && present ? (place.get(former)! < place.get(present)! ? former : present) : (former ?? present);
      if (next) found.push(next);
      if (next === former) i += 1;
      else j += 1;
    }
  };
  for (const [from, to] of lineUp(gone.length, added.length, likeness)) {
    until(from, to);
    const [former, present] = [gone[from], added[to]];
    if (former && present) found.push({ ...present, former, isSame: likeness(from, to) === SAME });
    [i, j] = [from + 1, to + 1];
  }
  until(gone.length, added.length);
  return found;
}
