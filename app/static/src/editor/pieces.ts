/** A large update cut into several that the room takes one by one, each without a gap. */
import { writeVarUint } from "lib0/encoding";
import { ContentAny, ContentString, createID, decodeUpdate, ID, Item, UpdateEncoderV1, type GC, type Skip } from "yjs";

/** The room takes 1 MB and 50,000 parts (`room/limits.py`): what is below stays whole. */
const MOST_WHOLE = 900_000;
const MOST_PARTS = 48_000;
const MOST_BYTES = 256 * 1024; // of a piece: slow networks are glad of less
const MOST_STRUCTS = 10_000;
const MOST_DELETES = 20_000;
const MOST_LETTERS = 64 * 1024;
const SMALL = 32 * 1024; // cannot have too many parts

type Struct = Item | GC | Skip;
type Spans = [client: number, spans: { clock: number; len: number }[]][];

export function piecesOf(update: Uint8Array): Uint8Array[] {
  if (update.length <= SMALL) return [update];
  const { structs, ds } = decodeUpdate(update);
  const spans = [...ds.clients.values()].reduce((sum, each) => sum + each.length, 0);
  if (update.length < MOST_WHOLE && structs.length * 2 + spans < MOST_PARTS) return [update];
  const pieces = [...parcels(causally(structs.flatMap(shortened)))];
  const deletions = [...deletionsIn(ds.clients)];
  return [...pieces.map(piece => encoded(piece, [])), ...deletions.map(spans => encoded([], spans))];
}

/** A very long run of words is taken apart, never in the middle of a character. */
function shortened(struct: Struct): Struct[] {
  if (!(struct instanceof Item) || !(struct.content instanceof ContentString)) return [struct];
  const { id, content: { str }, origin, rightOrigin, parent, parentSub } = struct;
  const parts: Struct[] = [];
  for (let from = 0; from < str.length; ) {
    let until = Math.min(from + MOST_LETTERS, str.length);
    if (until < str.length && /[\uD800-\uDBFF]/.test(str.charAt(until - 1))) until += 1;
    const before = from ? createID(id.client, id.clock + from - 1) : origin;
    const words = new ContentString(str.slice(from, until));
    parts.push(new Item(createID(id.client, id.clock + from), null, before, null, rightOrigin, parent, parentSub, words));
    from = until;
  }
  return parts;
}

/** What something rests on comes before it: several clients may have built on each other's words. */
function causally(structs: Struct[]): Struct[] {
  const queues = byClient(structs);
  const reached = new Map([...queues].map(([client]) => [client, 0]));
  const next = (client: number) => queues.get(client)?.[reached.get(client) ?? 0];
  const inOrder: Struct[] = [];
  for (let moved = true; moved; ) {
    moved = false;
    for (const client of queues.keys()) {
      for (let struct = next(client); struct && restsOn(struct).every(id => before(id, next(id.client))); struct = next(client)) {
        inOrder.push(struct);
        reached.set(client, (reached.get(client) ?? 0) + 1);
        moved = true;
      }
    }
  }
  // What rests on something it does not hold keeps its place at the end: the room will say so.
  return [...inOrder, ...[...queues].flatMap(([client, queue]) => queue.slice(reached.get(client)))];
}

function byClient(structs: Struct[]): Map<number, Struct[]> {
  const queues = new Map<number, Struct[]>();
  for (const struct of structs) {
    const queue = queues.get(struct.id.client);
    if (queue) queue.push(struct);
    else queues.set(struct.id.client, [struct]);
  }
  return queues;
}

function before(id: ID, following: Struct | undefined): boolean {
  return following === undefined || id.clock < following.id.clock;
}

function restsOn(struct: Struct): ID[] {
  if (!(struct instanceof Item)) return [];
  const parent: unknown = struct.parent;
  const ids = [struct.origin, struct.rightOrigin, parent instanceof ID ? parent : null];
  return ids.filter((id): id is ID => id !== null && id.client !== struct.id.client);
}

function* parcels(structs: Struct[]): Generator<Struct[]> {
  let piece: Struct[] = [];
  let bytes = 0;
  for (const struct of structs) {
    const weight = weightOf(struct);
    if (piece.length === MOST_STRUCTS || (piece.length && bytes + weight > MOST_BYTES)) {
      yield piece;
      [piece, bytes] = [[], 0];
    }
    piece.push(struct);
    bytes += weight;
  }
  if (piece.length) yield piece;
}

function weightOf(struct: Struct): number {
  if (!(struct instanceof Item)) return 8;
  if (struct.content instanceof ContentString) return 24 + struct.content.str.length * 3;
  return 24 + (struct.content instanceof ContentAny ? JSON.stringify(struct.content.arr).length * 3 : 0);
}

function* deletionsIn(clients: ReturnType<typeof decodeUpdate>["ds"]["clients"]): Generator<Spans> {
  let piece: Spans = [];
  let count = 0;
  for (const [client, all] of clients) {
    for (let from = 0; from < all.length; from += MOST_DELETES) {
      const spans = all.slice(from, from + MOST_DELETES);
      if (count + spans.length > MOST_DELETES) {
        yield piece;
        [piece, count] = [[], 0];
      }
      piece.push([client, spans]);
      count += spans.length;
    }
  }
  if (piece.length) yield piece;
}

function encoded(structs: Struct[], deletions: Spans): Uint8Array {
  const encoder = new UpdateEncoderV1();
  const write = (...numbers: number[]) => numbers.forEach(number => writeVarUint(encoder.restEncoder, number));
  const runs = byClient(structs);
  write(runs.size);
  for (const [client, run] of runs) {
    write(run.length, client, run[0]?.id.clock ?? 0);
    run.forEach(struct => struct.write(encoder, 0));
  }
  write(deletions.length);
  for (const [client, spans] of deletions) {
    write(client, spans.length);
    spans.forEach(({ clock, len }) => write(clock, len));
  }
  return encoder.toUint8Array();
}
