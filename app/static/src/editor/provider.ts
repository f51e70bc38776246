/** Keeps one document in step with the server: join, send, hear, and begin again after any interruption. */
import { encodeStateVector } from "yjs";
import { AwarenessLine } from "./awareness_line";
import { differenceFor, taken } from "./difference";
import type { Host } from "./host";
import { Outbox } from "./outbox";
import { Patience } from "./patience";
import { Refusals } from "./refusals";
import { Standing } from "./standing";
import type { Joined, Role } from "./wire";

/** What an earlier visit left behind. */
interface Earlier {
  role: Role;
  unsent: number;
  vector: Uint8Array | null;
  without?: string[];
}

export class Provider {
  readonly outbox: Outbox;
  readonly standing: Standing;
  readonly carets: AwarenessLine;
  /** What the server is known to hold. */
  serverVector: Uint8Array | null = null;
  private readonly refusals: Refusals;
  private readonly patience = new Patience();
  private generation = 0;
  private watch: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly room: Host) {
    const { wire, id } = room;
    const send = (mid: number, data: Uint8Array, without: string[]) => {
      wire.update({ doc: id, mid, data, ...(without.length ? { without } : {}) });
    };
    this.outbox = new Outbox(send, () => this.standing.tell(), () => this.standing.role === "edit");
    this.standing = new Standing(() => this.outbox.pending, room.onStatus);
    this.carets = new AwarenessLine(room.awareness, wire, id);
    this.refusals = new Refusals(room, this.standing, this.patience, { pause: () => this.pause(), join: () => void this.join() });
    room.doc.on("update", this.collect);
    wire.on("up", () => void this.join());
    wire.on("down", () => this.lost());
    wire.on("denied", reason => this.refusals.denied(reason));
    wire.on("update", m => m.doc === id && this.integrate(m.data));
    wire.on("ack", m => m.doc === id && this.acknowledged(m.mid));
    wire.on("refused", m => m.doc === id && this.refusals.refused(m));
    wire.on("resync", m => m.doc === id && void this.join());
    wire.on("revoked", m => m.doc === id && this.refusals.revoked(m.reason));
    wire.on("not_saved", m => m.doc === id && this.refusals.notSaved(room.sentence(m.reason)));
  }

  /** This browser holds a copy of an earlier visit: it may be read, and written as it might be then. */
  resume({ role, unsent, vector, without = [] }: Earlier): void {
    this.serverVector = vector;
    this.outbox.mean(without);
    this.standing.set({ role });
    this.outbox.remember(unsent);
  }

  /** The page itself came from the device: there is no server until one answers. */
  awayAtFirst(): void {
    this.standing.set({ phase: "down" });
  }

  start(): void {
    this.watch = setInterval(() => this.outbox.isOverdue() && this.room.wire.drop(), 2_000);
    this.room.wire.connect();
  }

  close(): void {
    this.pause();
    clearInterval(this.watch);
    this.carets.stop();
    this.room.doc.off("update", this.collect);
    this.room.wire.close();
  }

  private readonly collect = (update: Uint8Array, origin: unknown): void => {
    if (origin !== this && this.standing.writes) this.outbox.add(update);
  };

  private async join(): Promise<void> {
    const generation = this.pause();
    this.standing.set({ phase: "joining" });
    const { doc, id, schema, wire } = this.room;
    const message = { doc: id, sv: encodeStateVector(doc), client_id: doc.clientID, schema };
    const answer = await wire.join(message).catch(() => null);
    if (generation !== this.generation) return;
    if (answer === null) wire.drop();
    else if ("error" in answer) this.refusals.joinRefused(answer);
    else this.joined(answer);
  }

  private joined(answer: Joined): void {
    const { doc, epoch, person } = this.room;
    if (answer.me.id !== person) return this.standing.signedOut(this.room.sentence("foreign"));
    if (answer.epoch !== epoch) return this.shut(this.room.sentence("epoch"));
    this.room.onIncoming();
    if (!taken(doc, answer.update, this)) return this.shut(this.room.sentence("unreadable"));
    this.serverVector = answer.sv;
    const difference = differenceFor(doc, answer.sv, answer.update);
    const onlyReads = this.refusals.whyOnlyReading(answer);
    this.standing.set({ phase: "joined", role: answer.role, onlyReads, revoked: null, signedOut: null, failed: null });
    if (answer.role !== "read") this.outbox.openWith(difference);
    if (answer.role === "read" || difference === null) this.settled();
    this.room.onJoined(answer);
    this.carets.come();
  }

  shut(message: string): void {
    this.refusals.shut(message);
  }

  private lost(): void {
    this.pause();
    this.carets.lose();
    this.standing.set({ phase: "down" });
  }

  private integrate(data: Uint8Array): void {
    this.room.onIncoming();
    if (!taken(this.room.doc, data, this)) return this.shut(this.room.sentence("unreadable"));
    // Something before it is missing: ask now rather than show less than the others see.
    if (this.room.doc.store.pendingStructs && this.standing.joined) void this.join();
  }

  private acknowledged(mid: number): void {
    this.outbox.acknowledge(mid);
    this.settled();
    if (this.outbox.pending === 0) this.serverVector = encodeStateVector(this.room.doc);
  }

  /** Nothing leaves from here until the next join; answers to an earlier one mean nothing any more. */
  private pause(): number {
    this.patience.cancel();
    this.outbox.close();
    this.generation += 1;
    return this.generation;
  }

  private settled(): void {
    this.patience.renew();
    this.standing.set({ notSaved: null });
  }
}
