/** A small network for the provider's tests: one server that may stall, forget and refuse, and wires to it. */
import { mock } from "node:test";
import { Awareness } from "y-protocols/awareness";
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from "yjs";
import { Provider } from "../../app/static/src/editor/provider";
import type { Status } from "../../app/static/src/editor/status";
import type { JoinMessage, JoinRefused, Joined, Role, Wire, WireEvents } from "../../app/static/src/editor/wire";

type Heard = { [E in keyof WireEvents]: WireEvents[E][] };

export class Server {
  doc = new Doc();
  role: Role = "edit";
  closed = false;
  locked = false;
  person = 1;
  epoch = "e1";
  refusesJoin: JoinRefused | null = null;
  answers = true; // false: takes messages and stays silent
  stores = true; // false: updates wait and are lost in a crash
  wires: TestWire[] = [];
  received: Uint8Array[] = [];

  stored(): string {
    return wordsOf(this.doc);
  }

  join({ sv }: JoinMessage): Joined | JoinRefused {
    const { doc, role, closed, locked, epoch } = this;
    const me = { id: this.person, name: "周敏", color: "#0b7a75" };
    return this.refusesJoin ?? { update: encodeStateAsUpdate(doc, sv), sv: encodeStateVector(doc), role, closed, locked, epoch, me };
  }

  update(from: TestWire, message: { doc: number; mid: number; data: Uint8Array }): void {
    this.received.push(message.data);
    if (!this.stores) return;
    applyUpdate(this.doc, message.data);
    for (const wire of this.wires) {
      if (wire !== from && wire.connected) wire.hear("update", { doc: message.doc, data: message.data });
    }
    if (this.answers) from.hear("ack", { doc: message.doc, mid: message.mid });
  }

  cutAll(): void {
    this.wires.forEach(wire => wire.cut());
  }

  acceptAll(): void {
    this.wires.forEach(wire => wire.connect());
  }
}

export class TestWire implements Wire {
  connected = false;
  joins = 0;
  private readonly heard: Heard = {
    up: [], down: [], denied: [], update: [], ack: [], refused: [], resync: [], awareness: [], revoked: [], not_saved: [], changed: [],
  };

  constructor(private readonly server: Server) {
    server.wires.push(this);
  }

  on<E extends keyof WireEvents>(event: E, listener: WireEvents[E]): void {
    (this.heard[event] as WireEvents[E][]).push(listener);
  }

  hear<E extends keyof WireEvents>(event: E, ...message: Parameters<WireEvents[E]>): void {
    for (const listener of this.heard[event]) (listener as (...given: unknown[]) => void)(...message);
  }

  async join(message: JoinMessage): Promise<Joined | JoinRefused> {
    this.joins += 1;
    await Promise.resolve();
    if (!this.connected) throw new Error("disconnected");
    return this.server.join(message);
  }

  update(message: { doc: number; mid: number; data: Uint8Array; without?: string[] }): void {
    if (this.connected) this.server.update(this, message);
  }

  awareness(message: { doc: number; data: Uint8Array }): void {
    if (!this.connected) return;
    this.server.wires.filter(wire => wire !== this && wire.connected).forEach(wire => wire.hear("awareness", message));
  }

  connect(): void {
    if (this.connected) return;
    this.connected = true;
    this.hear("up");
  }

  cut(): void {
    if (!this.connected) return;
    this.connected = false;
    this.hear("down");
  }

  drop(): void {
    this.cut();
    this.connect();
  }

  close(): void {
    this.connected = false;
  }
}

export class Teacher {
  readonly doc = new Doc();
  readonly awareness = new Awareness(this.doc);
  readonly wire: TestWire;
  readonly provider: Provider;
  status: Status = { name: "connecting", pending: 0, message: "" };

  constructor(server: Server, epoch = "e1") {
    this.wire = new TestWire(server);
    this.provider = new Provider({
      doc: this.doc,
      awareness: this.awareness,
      wire: this.wire,
      id: 7,
      epoch,
      person: 1,
      schema: 1,
      onStatus: status => (this.status = status),
      onJoined: () => undefined,
      onIncoming: () => undefined,
      sentence: code => `<${code}>`,
    });
  }

  write(words: string): void {
    const text = this.doc.getText("default");
    text.insert(text.length, words);
  }

  erase(from: number, count: number): void {
    this.doc.getText("default").delete(from, count);
  }

  words(): string {
    return wordsOf(this.doc);
  }

  leave(): void {
    this.provider.close();
    this.awareness.destroy();
  }
}

export function wordsOf(doc: Doc): string {
  return doc.getText("default").toString();
}

/** Let time pass: timers, then whatever promises they woke. */
export async function pass(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 10) {
    mock.timers.tick(10);
    await new Promise(resolve => setImmediate(resolve));
  }
}
