/** One page asked for: from the server if it answers, else as this device last saw it, else an explanation. */
import { isKept, keptPage, note } from "./kept_pages";
import { offlinePage } from "./offline_page";
import { settleSignOut, SIGN_OUT, signOut } from "./sign_out";

const PATIENCE_MS = 8_000; // a line this slow is no line, where there is a copy to show instead
const AWAY: ReadonlySet<number> = new Set([502, 503, 504]); // said by a proxy whose server is down

export async function page(event: FetchEvent): Promise<Response> {
  const { request } = event;
  if (request.method === "GET") return seen(event);
  if (new URL(request.url).pathname === SIGN_OUT) return (await signOut(request)) ?? offlinePage("sign-out");
  return fetch(request).catch(() => offlinePage(isGoneBackTo(request) ? "sent" : "form")); // an answer is nobody's to keep
}

/** Back to the answer of a form that was sent: the browser asks its own cache, which kept nothing, and not the server. */
function isGoneBackTo(form: Request): boolean {
  return form.cache === "only-if-cached";
}

async function seen(event: FetchEvent): Promise<Response> {
  const address = withoutFragment(event.request.url);
  const answering = settleSignOut().then(() => fetch(event.request));
  event.waitUntil(answering.then(answer => note(address, answer.clone())).catch(() => undefined));
  const answer = await Promise.race([answering.then(present).catch(() => null), tooSlow(address)]);
  return answer ?? (await keptPage(address)) ?? offlinePage("page");
}

/** The first sight of a page came before the worker did, or carried a message for one time only. */
export async function keepPage(address: string): Promise<void> {
  if (await isKept(withoutFragment(address))) return;
  const answer = await fetch(address, { redirect: "manual", headers: { Accept: "text/html" } });
  await note(withoutFragment(address), answer);
}

function present(answer: Response): Response | null {
  return AWAY.has(answer.status) ? null : answer;
}

/** Resolves only where waiting on makes no sense. */
async function tooSlow(address: string): Promise<null> {
  await new Promise(resolve => setTimeout(resolve, PATIENCE_MS));
  return (await isKept(address)) ? null : new Promise<null>(() => undefined);
}

function withoutFragment(address: string): string {
  return address.replace(/#.*$/, "");
}
