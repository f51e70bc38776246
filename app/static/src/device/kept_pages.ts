/** This page's side of the service worker. Plain http from another machine and old browsers have none: nothing is lost then. */
import { keptAt, personHere } from "./person";

const KEPT = /^qinglan-(?:pages|pictures)-(.*)$/;

export function startWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  const start = () => {
    void navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" }).then(askToKeep, () => undefined);
  };
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start, { once: true }); // the page itself comes first on a weak line
}

/** Pages and pictures kept for whoever was here before; `person` is who is here now. */
export async function forgetKeptPages(person: number | null): Promise<void> {
  if (typeof caches === "undefined") return;
  for (const name of await caches.keys()) {
    const owner = KEPT.exec(name)?.[1];
    if (owner !== undefined && owner !== String(person ?? "")) await caches.delete(name);
  }
}

async function askToKeep(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  if (!active || !personHere() || keptAt() || !document.querySelector('meta[name="kept-on-device"]')) return;
  active.postMessage({
    kind: "keep",
    page: location.href,
    assets: assetsOf(performance.getEntriesByType("resource").map(entry => entry.name)),
    language: document.documentElement.lang,
  });
}

/** The bundles among everything this page has loaded. */
export function assetsOf(addresses: string[], origin = location.origin): string[] {
  const bundles = addresses.map(address => address.replace(/#.*$/, "")).filter(a => a.startsWith(`${origin}/static/dist/`));
  return [...new Set(bundles)];
}
