/** Fetches the log of a document page by page; the format is that of coedit/history/log_pages.py. */
import { createDecoder, hasContent, readUint8Array, readVarUint } from "lib0/decoding";
import { Chronicle, type LogRow } from "./chronicle";

const ROWS_AT_ONCE = 400; // so that the page answers in between

export interface LogPage {
  head: number;
  rows: LogRow[];
}

export function readPage(bytes: Uint8Array): LogPage {
  const decoder = createDecoder(bytes);
  const head = readVarUint(decoder);
  const rows: LogRow[] = [];
  while (hasContent(decoder)) {
    const [seq, author, at] = [readVarUint(decoder), readVarUint(decoder), readVarUint(decoder)];
    rows.push({ seq, author, at, data: readUint8Array(decoder, readVarUint(decoder)) });
  }
  return { head, rows };
}

/** Bring `chronicle` up to the end of the log (or to `until`). Raises if the server does not answer. */
export async function readLog(
  address: string,
  chronicle: Chronicle,
  { until = Infinity, told = () => undefined }: { until?: number; told?: (part: number) => void } = {},
): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}?after=${chronicle.head}`);
    if (!answer.ok) throw new Error(`the log answers ${answer.status}`);
    const { head, rows } = readPage(new Uint8Array(await answer.arrayBuffer()));
    await take(rows.filter(row => row.seq <= until), chronicle, () => told(chronicle.head / Math.min(head, until)));
    if (rows.length === 0 || chronicle.head >= Math.min(head, until)) break;
  }
  chronicle.settle();
}

async function take(rows: readonly LogRow[], chronicle: Chronicle, told: () => void): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    chronicle.add(rows.slice(from, from + ROWS_AT_ONCE));
    told();
    await new Promise(resolve => setTimeout(resolve));
  }
}
