/** Keeps one document in step with the server: join, send, hear, and begin again after any interruption. */
import { encodeStateVector } from "yjs";
import { AwarenessLine } from "./awareness_line";
import { FORBIDDEN, OUT_OF_STEP, PASSING } from "./codes";
import { differenceFor, taken } from "./difference";
import type { Host } from "./host";
import { Outbox } from "./outbox";
import { Patience } from "./patience";
import { Standing } from "./standing";
import type { Joined, JoinRefused, Refusal, Role } from "./wire";

export class Provider {
  readonly outbox: Outbox;
  readonly standing: Standing;
  readonly carets: AwarenessLine;
  /** What the server is known to hold. */
  serverVector: Uint8Array | null = null;
  private readonly patience = new Patience();
  private generation = 0;
  private watch: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly room: Host) {
    const { wire, id } = room;
    this.outbox = new Outbox((mid, data) => wire.update({ doc: id, mid, data }), () => this.standing.tell());
    this.standing = new Standing(() => this.outbox.pending, room.onStatus);
    this.carets = new AwarenessLine(room.awareness, wire, id);
    room.doc.on("update", this.collect);
    wire.on("up", () => void this.join());
    wire.on("down", () => this.lost());
    wire.on("denied", message => this.shut(room.sentence(message)));
    wire.on("update", m => m.doc === id && this.integrate(m.data));
    wire.on("ack", m => m.doc === id && this.acknowledged(m.mid));
    wire.on("refused", m => m.doc === id && this.refused(m));
    wire.on("resync", m => m.doc === id && void this.join());
    wire.on("revoked", m => m.doc === id && this.revoked(room.sentence(m.reason)));
    wire.on("not_saved", m => m.doc === id && this.notSaved(room.sentence(m.reason)));
  }

  /** This browser holds a copy of an earlier visit: it may be read, and written as it might be then. */
  resume(role: Role, unsent: number): void {
    this.standing.set({ role });
    this.outbox.remember(unsent);
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
    if (origin !== this && this.standing.role === "edit") this.outbox.add(update);
  };

  private async join(): Promise<void> {
    const generation = this.pause();
    this.standing.set({ phase: "joining" });
    const { doc, id, schema, wire } = this.room;
    const message = { doc: id, sv: encodeStateVector(doc), client_id: doc.clientID, schema };
    const answer = await wire.join(message).catch(() => null);
    if (generation !== this.generation) return;
    if (answer === null) wire.drop();
    else if ("error" in answer) this.joinRefused(answer);
    else this.joined(answer);
  }

  private joined(answer: Joined): void {
    const { doc, epoch } = this.room;
    if (answer.epoch !== epoch) return this.shut(this.room.sentence("epoch"));
    if (!taken(doc, answer.update, this)) return this.shut(this.room.sentence("unreadable"));
    this.serverVector = answer.sv;
    const difference = differenceFor(doc, answer.sv, answer.update);
    this.standing.set({ phase: "joined", role: answer.role, revoked: null, failed: null });
    if (answer.role === "edit") this.outbox.openWith(difference);
    if (answer.role === "read" || difference === null) this.settled();
    this.room.onJoined(answer);
    this.carets.tell();
  }

  private joinRefused({ error, message }: JoinRefused): void {
    const words = message || this.room.sentence(error);
    return PASSING.has(error) ? this.notSaved(words) : this.shut(words);
  }

  private shut(message: string): void {
    this.pause();
    this.standing.shut(message);
  }

  private lost(): void {
    this.pause();
    this.carets.lose();
    this.standing.set({ phase: "down" });
  }

  private integrate(data: Uint8Array): void {
    if (!taken(this.room.doc, data, this)) return this.shut(this.room.sentence("unreadable"));
    // Something before it is missing: ask now rather than show less than the others see.
    if (this.room.doc.store.pendingStructs && this.standing.joined) void this.join();
  }

  private acknowledged(mid: number): void {
    this.outbox.acknowledge(mid);
    this.settled();
    if (this.outbox.pending === 0) this.serverVector = encodeStateVector(this.room.doc);
  }

  private refused({ reason, message }: Refusal): void {
    const words = message || this.room.sentence(reason);
    if (FORBIDDEN.has(reason)) this.revoked(words);
    else if (OUT_OF_STEP.has(reason)) this.joinAgain();
    else this.notSaved(words);
  }

  private notSaved(message: string): void {
    this.standing.set({ notSaved: message });
    this.joinAgain();
  }

  /** Shut at once; then ask again, since the person may still be allowed to read. */
  private revoked(message: string): void {
    this.shut(message);
    this.patience.again(() => void this.join(), 1_000);
  }

  private joinAgain(): void {
    this.pause();
    this.patience.again(() => void this.join());
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
