/** Where everybody is: our own place is told, throttled; the others' places are heard, never stored. */
import {
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
  type Awareness,
} from "y-protocols/awareness";
import type { Wire } from "./wire";

const EVERY_MS = 100;

interface Change {
  added: number[];
  updated: number[];
  removed: number[];
}

export class AwarenessLine {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly awareness: Awareness,
    private readonly wire: Wire,
    private readonly id: number,
  ) {
    awareness.on("update", this.noticed);
    wire.on("awareness", message => {
      if (message.doc === id) applyAwarenessUpdate(awareness, message.data, this);
    });
  }

  /** Back in the room: it was told that we had gone, one tick behind our last word. */
  come(): void {
    const { awareness } = this;
    for (let ticks = 0; ticks < 2; ticks += 1) awareness.setLocalState(awareness.getLocalState());
    this.tell();
  }

  tell(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const data = encodeAwarenessUpdate(this.awareness, [this.awareness.clientID]);
    this.wire.awareness({ doc: this.id, data });
  }

  /** The page closes: take our caret out of the others' windows. */
  leave(): void {
    removeAwarenessStates(this.awareness, [this.awareness.clientID], "leaving");
    this.tell();
  }

  /** The connection is gone, and with it what we know about the others. */
  lose(): void {
    const { awareness } = this;
    const others = [...awareness.getStates().keys()].filter(client => client !== awareness.clientID);
    removeAwarenessStates(awareness, others, this);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.awareness.off("update", this.noticed);
  }

  private readonly noticed = ({ added, updated, removed }: Change): void => {
    if (![...added, ...updated, ...removed].includes(this.awareness.clientID)) return;
    this.timer ??= setTimeout(() => this.tell(), EVERY_MS);
  };
}
