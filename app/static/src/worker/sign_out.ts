/** Signing out without a network: what is kept here goes at once, the server is told on return. */
import { forgetPages } from "./kept_pages";

const STATE = "qinglan-state";
export const SIGN_OUT = "/sign-out";

/** The answer of the server, or null when it cannot be reached: then it is asked again later. */
export async function signOut(request: Request): Promise<Response | null> {
  await forgetPages();
  const form = await request.clone().text();
  try {
    return await fetch(request);
  } catch {
    await (await caches.open(STATE)).put(SIGN_OUT, new Response(form));
    return null;
  }
}

/** Before anything else goes to the server in this person's name. Rejects while there is no network. */
export async function settleSignOut(): Promise<void> {
  const state = await caches.open(STATE);
  const form = await state.match(SIGN_OUT);
  if (!form) return;
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  await fetch(SIGN_OUT, { method: "POST", headers, body: await form.text(), redirect: "manual" });
  await state.delete(SIGN_OUT);
}
