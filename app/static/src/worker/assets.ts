/** Bundles: their names carry a hash of the content, so a kept one is always the right one. */
import { keptTexts } from "./kept_pages";
import { reachable } from "./reachable";

const ASSETS = "qinglan-assets";
const DIST = "/static/dist/";

export function isAsset(address: URL): boolean {
  return address.pathname.startsWith(DIST) || address.pathname === "/static/favicon.svg";
}

/** Cache first; what comes from the network is kept. */
export async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(ASSETS);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") await cache.put(request.url, answer.clone());
  return answer;
}

/** Have these ready for a visit without a network; what is there already costs nothing. */
export async function fetchAssets(addresses: string[]): Promise<void> {
  const cache = await caches.open(ASSETS);
  for (const address of addresses) if (!(await cache.match(address))) await cache.add(address);
}

/** Before the new release takes over: its common files, and the editor where people have used it. */
export async function fetchRelease(): Promise<void> {
  await fetchAssets(BUILD.first.map(name => DIST + name));
  const cache = await caches.open(ASSETS);
  const used = (await cache.keys()).some(({ url }) => /\/editor-[^/]+\.js$/.test(url));
  if (used) await fetchAssets(BUILD.editor.map(name => DIST + name)).catch(() => undefined);
}

/** Files of earlier releases go, unless a kept page still needs them. */
export async function sweepAssets(): Promise<void> {
  const cache = await caches.open(ASSETS);
  const present = new Map<string, Request>();
  for (const request of await cache.keys()) present.set(new URL(request.url).pathname.split("/").at(-1) ?? "", request);
  const textOf = async (name: string) => {
    const found = /\.(js|css)$/.test(name) ? await cache.match(present.get(name)?.url ?? "") : undefined;
    return found ? found.text() : "";
  };
  const needed = await reachable([...(await keptTexts()), [...BUILD.first, ...BUILD.editor].join(" ")], textOf);
  for (const [name, request] of present) {
    if (request.url.includes(DIST) && !needed.has(name)) await cache.delete(request);
  }
}
