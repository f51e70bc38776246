/** Lets people go on while the server is away. A new release takes over at once: it never serves an old page first. */
import { asset, fetchAssets, fetchRelease, isAsset, sweepAssets } from "./assets";
import { forgetPages } from "./kept_pages";
import { fetchOfflinePage } from "./offline_page";
import { keepPage, page } from "./page";
import { isPicture, picture } from "./pictures";
import { settleSignOut } from "./sign_out";

declare const self: ServiceWorkerGlobalScope;

type Message = { kind: "keep"; page: string; assets: string[]; language: string } | { kind: "forget" };

self.addEventListener("install", event => {
  event.waitUntil(Promise.all([fetchRelease(), fetchOfflinePage()]).then(() => self.skipWaiting()));
});

self.addEventListener("activate", event => {
  event.waitUntil(sweepAssets().then(() => self.clients.claim()));
});

self.addEventListener("fetch", event => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (request.method !== "GET") return;
  else if (isPicture(address)) event.respondWith(picture(event));
  else if (isAsset(address)) event.respondWith(asset(request));
  else if (address.pathname === "/session") event.respondWith(settleSignOut().then(() => fetch(request)));
});

self.addEventListener("message", event => {
  const message = event.data as Message;
  if (message.kind === "forget") event.waitUntil(forgetPages());
  else event.waitUntil(keep(message).catch(() => undefined)); // next time, then
});

async function keep(message: Extract<Message, { kind: "keep" }>): Promise<void> {
  await fetchAssets(message.assets);
  await keepPage(message.page);
  await fetchOfflinePage(message.language);
}
