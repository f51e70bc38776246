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
  const found: Stayed[] = [];
  let rest = [...together];
  for (const [i, j] of lineUp(gone.length, added.length, likeness)) {
    const [former, present] = [gone[i], added[j]];
    if (!former || !present) continue;
    const isBefore = (each: Sibling) => (each.kind === "gone" ? gone.indexOf(each) < i : added.indexOf(each) < j);
    found.push(...rest.filter(isBefore), { ...present, former, isSame: likeness(i, j) === SAME });
    rest = rest.filter(each => !isBefore(each) && each !== former && each !== present);
  }
  return [...found, ...rest];
}
