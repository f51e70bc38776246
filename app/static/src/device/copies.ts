/** The copies of documents in this browser: whose they are, and what the server does not have yet. */

import { forgetMoments, readMoments } from "./moments";

const PREFIX = "qinglan-doc-";
const REGISTER = "qinglan-copies"; // for browsers that cannot list their databases

export interface Copy {
  name: string;
  document: number;
  person: number;
  by: string;
  title: string;
  address: string;
  unsent: number;
}

export function copyName(document: number, epoch: string, person: number): string {
  return `${PREFIX}${document}-${epoch}-${person}`;
}

/** Write down that there is such a copy. */
export function registerCopy(name: string): void {
  remember(registered().add(name));
}

export async function copiesHere(): Promise<Copy[]> {
  const copies = await Promise.all([...(await copyNames())].map(readCopy));
  return copies.filter(copy => copy !== null);
}

/** School computers are shared: copies go, except words the server does not have, and those of `person`. */
export async function forgetCopies(person: number | null): Promise<void> {
  for (const name of await copyNames()) {
    if (person !== null && personOf(name) === person) continue;
    const copy = await readCopy(name).catch(() => undefined);
    if (copy === undefined || (copy && copy.unsent > 0)) continue;
    forgetCopy(name);
  }
}

export function forgetCopy(name: string): void {
  indexedDB.deleteDatabase(name);
  forgetMoments(name);
  const names = registered();
  names.delete(name);
  remember(names);
}

async function copyNames(): Promise<Set<string>> {
  if (typeof indexedDB === "undefined") return new Set();
  const names = registered();
  const listed = (await indexedDB.databases?.().catch(() => [])) ?? [];
  for (const { name } of listed) if (name?.startsWith(PREFIX)) names.add(name);
  return names;
}

function personOf(name: string): number {
  return Number(name.split("-").at(-1));
}

/** null when there is no such copy any more. */
function readCopy(name: string): Promise<Copy | null> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.transaction?.abort(); // it was not there: do not make an empty one
    opening.onerror = event => {
      event.preventDefault();
      if (opening.error?.name === "AbortError") resolve(null);
      else reject(opening.error ?? new Error(name));
    };
    opening.onsuccess = () => {
      const store = opening.result;
      void facts(store, name).then(resolve, reject).finally(() => store.close());
    };
  });
}

async function facts(store: IDBDatabase, name: string): Promise<Copy> {
  const found: Record<string, unknown> = {};
  if (store.objectStoreNames.contains("custom")) {
    const custom = store.transaction("custom").objectStore("custom");
    for (const key of ["unsent", "title", "address", "by"]) found[key] = await answered(custom.get(key));
  }
  const text = (key: string) => (typeof found[key] === "string" ? (found[key] as string) : "");
  return {
    name,
    document: Number(name.split("-")[2]),
    person: personOf(name),
    by: text("by"),
    title: text("title"),
    address: text("address"),
    unsent: Math.max(Number(found["unsent"]) || 0, readMoments(name)?.unsent ?? 0),
  };
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("unreadable"));
  });
}

function registered(): Set<string> {
  try {
    return new Set(JSON.parse(localStorage.getItem(REGISTER) ?? "[]") as string[]);
  } catch {
    return new Set();
  }
}

function remember(names: Set<string>): void {
  try {
    localStorage.setItem(REGISTER, JSON.stringify([...names]));
  } catch {
    // a browser that keeps nothing has no copies either
  }
}
