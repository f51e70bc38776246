/** The copy this browser keeps, so that a lost network or a closed lid loses nothing. */
import { IndexeddbPersistence } from "y-indexeddb";
import type { Doc } from "yjs";
import type { Role } from "./wire";

const OPEN_WITHIN = 3_000;
const COUNT_AFTER = 400;

export interface Visit {
  role: Role;
  unsent: number;
}

export class OfflineStore {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private counted = -1;

  private constructor(private readonly copy: IndexeddbPersistence) {}

  /** The store with its content already in `doc`; null where the browser offers none (private windows). */
  static async open(name: string, doc: Doc): Promise<OfflineStore | null> {
    if (typeof indexedDB === "undefined" || !(await usable())) return null;
    const copy = new IndexeddbPersistence(name, doc);
    const late = new Promise<null>(resolve => setTimeout(() => resolve(null), OPEN_WITHIN));
    return (await Promise.race([copy.whenSynced, late])) ? new OfflineStore(copy) : null;
  }

  /** What was known when this copy was last in step with the server; null for a copy that never was. */
  async lastVisit(): Promise<Visit | null> {
    const role: unknown = await this.copy.get("role");
    if (role !== "edit" && role !== "read") return null;
    return { role, unsent: Number(await this.copy.get("unsent")) || 0 };
  }

  async joined(role: Role): Promise<void> {
    await this.copy.set("role", role);
  }

  /** Remember how many edits wait, for the next visit. */
  count(unsent: number): void {
    if (unsent === this.counted) return;
    this.counted = unsent;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.copy.set("unsent", unsent), COUNT_AFTER);
  }

  async forget(): Promise<void> {
    clearTimeout(this.timer);
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
