/** The messages of the namespace `/collab`. `wire_socket.ts` carries them; tests put a small network here. */

export type Role = "edit" | "suggest" | "read";

export interface Person {
  id: number;
  name: string;
  color: string;
}

export interface JoinMessage {
  doc: number;
  sv: Uint8Array;
  client_id: number;
  schema: number;
}

export interface Joined {
  update: Uint8Array;
  sv: Uint8Array;
  role: Role;
  /** The document takes no more writing, whoever asks. */
  closed: boolean;
  /** Somebody presents and lets nobody else write meanwhile. */
  locked: boolean;
  epoch: string;
  me: Person;
}

export interface JoinRefused {
  error: string;
}

export interface Refusal {
  doc: number;
  mid: number;
  reason: string;
}

/** What the room hears, and when. */
export interface WireEvents {
  up: () => void;
  down: () => void;
  denied: (message: string) => void;
  update: (message: { doc: number; data: Uint8Array }) => void;
  ack: (message: { doc: number; mid: number }) => void;
  refused: (message: Refusal) => void;
  resync: (message: { doc: number }) => void;
  awareness: (message: { doc: number; data: Uint8Array }) => void;
  revoked: (message: { doc: number; reason: string }) => void;
  not_saved: (message: { doc: number; reason: string }) => void;
  /** Something beside the text is another one: `what` is to be fetched again. */
  changed: (message: { doc: number; what: string }) => void;
}

export interface Wire {
  on<E extends keyof WireEvents>(event: E, listener: WireEvents[E]): void;
  /** Rejects when no answer comes in time or the connection ends. */
  join(message: JoinMessage): Promise<Joined | JoinRefused>;
  update(message: { doc: number; mid: number; data: Uint8Array; without?: string[] }): void;
  awareness(message: { doc: number; data: Uint8Array }): void;
  /** Connect now, without waiting for the next planned attempt. */
  connect(): void;
  /** Give up a connection that no longer answers; the next attempt follows at once. */
  drop(): void;
  close(): void;
}
