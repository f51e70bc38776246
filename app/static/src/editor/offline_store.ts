/** The copy this browser keeps, so that a lost network or a closed lid loses nothing. */
import { IndexeddbPersistence } from "y-indexeddb";
import type { Doc } from "yjs";
import { registerCopy } from "../device/copies";
import { forgetMoments, type Moments } from "../device/moments";
import { keepMoments, restoreMoments } from "./last_moments";
import type { Role } from "./wire";

const OPEN_WITHIN = 3_000;
const COUNT_AFTER = 400;

export interface Visit {
  role: Role;
  unsent: number;
  schema: number;
  /** What the server held then. */
  vector: Uint8Array | null;
  /** Sections that what waits takes out on purpose. */
  without: string[];
}

/** What lists of this device say about a copy. */
export interface Label {
  title: string;
  address: string;
  by: string;
}

export class OfflineStore {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private counted = -1;
  private without: string[] = [];

  /** Another page deleted the copy, because the person signed out. */
  gone = false;

  private readonly left: Moments | null;
  private readonly stopMoments: () => void;

  private constructor(private readonly copy: IndexeddbPersistence) {
    if (copy.db) copy.db.onversionchange = () => void this.letGo();
    const stored = () => this.stored();
    this.left = restoreMoments(copy.name, copy.doc, stored);
    this.stopMoments = keepMoments(copy.name, copy.doc, stored, () => ({ unsent: Math.max(0, this.counted), without: this.without }));
  }

  /** The store with its content already in `doc`; null where the browser offers none (private windows). */
  static async open(name: string, doc: Doc): Promise<OfflineStore | null> {
    if (typeof indexedDB === "undefined" || !(await usable())) return null;
    const copy = new IndexeddbPersistence(name, doc);
    registerCopy(name);
    const late = new Promise<null>(resolve => setTimeout(() => resolve(null), OPEN_WITHIN));
    return (await Promise.race([copy.whenSynced, late])) ? new OfflineStore(copy) : null;
  }

  /** What was known when this copy was last in step with the server; null for a copy that never was. */
  async lastVisit(): Promise<Visit | null> {
    const role: unknown = await this.copy.get("role");
    if (role !== "edit" && role !== "suggest" && role !== "read") return null;
    const vector: unknown = await this.copy.get("vector");
    const without = await this.copy.get("without");
    const earlier = typeof without === "string" && without ? without.split(" ") : [];
    return {
      role,
      unsent: Math.max(Number(await this.copy.get("unsent")) || 0, this.left?.unsent ?? 0),
      schema: Number(await this.copy.get("schema")) || 0,
      vector: vector instanceof Uint8Array ? vector : null,
      without: [...new Set([...earlier, ...(this.left?.without ?? [])])],
    };
  }

  async joined(role: Role, schema: number, { title, address, by }: Label): Promise<void> {
    if (this.gone) return;
    for (const [key, value] of Object.entries({ role, schema, title, address, by })) await this.copy.set(key, value);
  }

  /** Remember how many edits wait, and beyond what, for the next visit. The first one at once: it protects the copy. */
  count(unsent: number, vector: Uint8Array | null, without: string[]): void {
    this.without = without;
    if (unsent === this.counted || this.gone) return;
    const write = () => {
      if (this.gone) return;
      void this.copy.set("unsent", unsent);
      void this.copy.set("without", without.join(" "));
      if (vector) void this.copy.set("vector", vector as unknown as ArrayBuffer);
    };
    const isFirst = this.counted <= 0 && unsent > 0;
    this.counted = unsent;
    clearTimeout(this.timer);
    if (isFirst) write();
    else this.timer = setTimeout(write, COUNT_AFTER);
  }

  /** Resolves when every edit so far is in the copy: transactions on one store keep their order. */
  private stored(): Promise<void> {
    return new Promise(resolve => {
      const reading = this.copy.db?.transaction("updates");
      if (reading) reading.oncomplete = () => resolve();
    });
  }

  private async letGo(): Promise<void> {
    this.gone = true;
    clearTimeout(this.timer);
    this.stopMoments();
    await this.copy.destroy();
  }

  async forget(): Promise<void> {
    clearTimeout(this.timer);
    this.stopMoments();
    forgetMoments(this.copy.name);
    await this.copy.clearData();
  }
}

function usable(): Promise<boolean> {
  return new Promise(resolve => {
    try {
      const request = indexedDB.open("qinglan-probe");
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
      request.onerror = request.onblocked = () => resolve(false);
      setTimeout(() => resolve(false), OPEN_WITHIN);
    } catch {
      resolve(false);
    }
  });
}
