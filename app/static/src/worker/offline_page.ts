/** The page in place of one that cannot be had, in the language last used here. */
import { marked } from "./kept_pages";

const STATE = "qinglan-state";
const PAGE = "/offline";

export type Reason = "page" | "form" | "sent" | "sign-out";

export async function fetchOfflinePage(language = ""): Promise<void> {
  const state = await caches.open(STATE);
  const kept = await state.match(PAGE);
  if (kept?.headers.get("Build") === BUILD.version + language) return;
  const answer = await fetch(PAGE, { cache: "no-store" });
  if (!answer.ok) throw new Error("the server has no page for offline times");
  const headers = new Headers(answer.headers);
  for (const gone of ["Content-Encoding", "Content-Length"]) headers.delete(gone);
  headers.set("Build", BUILD.version + language);
  await state.put(PAGE, new Response(await answer.text(), { headers }));
}

export async function offlinePage(reason: Reason): Promise<Response> {
  const kept = await (await caches.open(STATE)).match(PAGE);
  return kept ? marked(kept, "data-offline", reason) : Response.error();
}
