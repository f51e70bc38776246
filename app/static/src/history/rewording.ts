/** One text that was deleted, and the one that came in its place: what stayed, what went and what is new. */
import { lineUp, SAME, type Pair } from "./alignment";
import type { Letter } from "./letters";
import type { Part } from "./parts";
import { append, reformer, turnOf } from "./runs";

export interface Fate {
  /** It stands at another place now, or stood there. */
  isElsewhere(letter: Letter): boolean;
  whoDeleted(letter: Letter): number;
}

const SAME_SIGN = 1;

export function reword(former: readonly Letter[], present: readonly Letter[], fate: Fate, found: Part[]): void {
  let [i, j] = [0, 0];
  const until = ([gone, come]: Pair) => {
    for (; i < gone; i += 1) strike(former[i], fate, found);
    for (; j < come; j += 1) add(present[j], fate, found);
  };
  for (const pair of lineUp(former.length, present.length, (a, b) => likeness(former[a], present[b]))) {
    until(pair);
    keep(former[i], present[j], found);
    i += 1;
    j += 1;
  }
  until([former.length, present.length]);
}

/** The very same words rather than others that are written alike. */
function likeness(a: Letter | undefined, b: Letter | undefined): number {
  if (!a || !b) return 0;
  return a.key === b.key ? SAME : a.sign === b.sign ? SAME_SIGN : 0;
}

function keep(former: Letter | undefined, present: Letter | undefined, found: Part[]): void {
  if (!former || !present) return;
  const formats = { then: former.marks, now: present.marks, changedBy: present.changedBy };
  const other = reformer("kept", formats);
  append(found, present.sign, { marks: present.marks, kind: "kept", by: by(present), other, turn: turnOf("kept", formats) });
}

function strike(letter: Letter | undefined, fate: Fate, found: Part[]): void {
  if (!letter || fate.isElsewhere(letter)) return;
  const turn = turnOf("gone", { then: letter.marks, now: {} });
  append(found, letter.sign, { marks: letter.marks, kind: "gone", by: by(letter), other: fate.whoDeleted(letter), turn });
}

function add(letter: Letter | undefined, fate: Fate, found: Part[]): void {
  if (!letter) return;
  const kind = fate.isElsewhere(letter) ? "kept" : "added";
  const turn = turnOf(kind, { then: kind === "kept" ? letter.marks : {}, now: letter.marks });
  append(found, letter.sign, { marks: letter.marks, kind, by: by(letter), other: 0, turn });
}

const by = ({ column, clock }: Letter): number => column.writer[clock] ?? 0;
