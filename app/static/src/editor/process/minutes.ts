/** How long the steps of a lesson take: what people write into the column 时间, in minutes. The server counts the same. */

export interface Minutes {
  least: number;
  most: number;
}

const NUMBER = "(\\d+(?:\\.\\d+)?)";
const UNIT = "(分钟|分|minutes?|mins?|['′’‘`]|小时|h(?:ours?)?)";
const TO = "\\s*(?:[-–—~∼至到])\\s*";
const TIMED = new RegExp(`${NUMBER}\\s*${UNIT}?(?:${TO}${NUMBER}\\s*)?${UNIT}?`, "g");
const BARE = new RegExp(`^${NUMBER}(?:${TO}${NUMBER})?$`);

function length(words: string | undefined, unit: string): number {
  return Number(words) * (/^(小时|h)/.test(unit) ? 60 : 1);
}

/** `3～5分钟` is between 3 and 5; nothing that is no time counts. */
export function minutesIn(cell: string): Minutes | null {
  const words = cell.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const bare = BARE.exec(words);
  if (bare) return { least: Number(bare[1]), most: Number(bare[2] ?? bare[1]) };
  let sum = null as Minutes | null;
  for (const [, from, middle, until, end] of words.matchAll(TIMED)) {
    const unit = end ?? middle;
    if (!unit) continue;
    const least = length(from, middle ?? unit);
    const most = until === undefined ? least : length(until, unit);
    sum = { least: (sum?.least ?? 0) + Math.min(least, most), most: (sum?.most ?? 0) + Math.max(least, most) };
  }
  return sum;
}

export interface Cell {
  column: number;
  width: number;
  words: string;
}

const TIME = /^(时间|用时|时长|时间分配|预计时间|时间\(.*\))$/;
const STEP = /^(环节|教学环节|步骤|教学步骤|流程|教学流程)$/;

function named(cell: Cell, pattern: RegExp): boolean {
  return pattern.test(cell.words.normalize("NFKC").replace(/\s/g, ""));
}

/** The sum under a table whose header names 环节 and 时间; null for any other table. */
export function minutesOf(rows: readonly (readonly Cell[])[]): Minutes | null {
  const [header = [], ...steps] = rows;
  const time = header.find(cell => named(cell, TIME));
  if (!time || !header.some(cell => named(cell, STEP))) return null;
  const sum = { least: 0, most: 0 };
  for (const cell of steps.flat()) {
    if (cell.column < time.column || cell.column >= time.column + time.width) continue;
    const { least, most } = minutesIn(cell.words) ?? { least: 0, most: 0 };
    sum.least += least;
    sum.most += most;
  }
  return sum;
}

export function spoken({ least, most }: Minutes): string {
  const round = (number: number) => String(Math.round(number * 10) / 10);
  return least === most ? round(least) : `${round(least)}～${round(most)}`;
}
