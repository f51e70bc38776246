/**
 * Pages a person has seen, and the pictures in them, kept for that person only: never a form's answer, never what the
 * server did not mark.
 */

interface Shelf {
  prefix: string; // of its caches: one for each person
  most: number;
}

export const PAGES: Shelf = { prefix: "qinglan-pages-", most: 60 };
export const PICTURES: Shelf = { prefix: "qinglan-pictures-", most: 150 };
const GONE: ReadonlySet<number> = new Set([401, 403, 404, 410]);

/** Store, or drop, what is known about `address` after the server answered. */
export async function note(address: string, answer: Response, shelf = PAGES): Promise<void> {
  const owner = answer.headers.get("Keep-For");
  if (answer.status === 200 && owner && !answer.redirected) await keep(owner, address, answer, shelf);
  else if (answer.type === "opaqueredirect" || GONE.has(answer.status)) await drop(address, shelf);
}

/** As the server answered; null if there is nothing or it is too old. */
export async function kept(address: string, shelf: Shelf, now = Date.now()): Promise<Response | null> {
  for (const name of await names(shelf)) {
    const found = await (await caches.open(name)).match(address);
    if (found && now < Number(found.headers.get("Kept-Until"))) return found;
  }
  return null;
}

/** The kept page, marked as such for its own scripts and styles. */
export async function keptPage(address: string, now = Date.now()): Promise<Response | null> {
  const page = await kept(address, PAGES, now);
  return page && marked(page, "data-kept", page.headers.get("Kept-At") ?? "");
}

export async function isKept(address: string): Promise<boolean> {
  for (const name of await names(PAGES)) if (await (await caches.open(name)).match(address)) return true;
  return false;
}

/** Every kept page's text, to see which assets are still needed. */
export async function keptTexts(): Promise<string[]> {
  const texts: string[] = [];
  for (const name of await names(PAGES)) {
    for (const page of await (await caches.open(name)).matchAll()) texts.push(await page.text());
  }
  return texts;
}

/** Somebody signed out, or somebody else is here: nobody's pages and pictures stay, except those of `owner`. */
export async function forgetPages(owner = ""): Promise<void> {
  for (const shelf of [PAGES, PICTURES]) {
    for (const name of await names(shelf)) if (name !== shelf.prefix + owner) await caches.delete(name);
  }
}

/** The same answer with an attribute on <html>. The nonce in its policy still fits its own text. */
export async function marked(answer: Response, attribute: string, value: string): Promise<Response> {
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  return new Response(text.replace("<html ", `<html ${attribute}="${value}" `), { status: 200, headers });
}

async function keep(owner: string, address: string, answer: Response, { prefix, most }: Shelf): Promise<void> {
  await forgetPages(owner);
  const cache = await caches.open(prefix + owner);
  const headers = new Headers(answer.headers);
  const [now, seconds] = [Date.now(), Number(answer.headers.get("Keep-Seconds"))];
  headers.set("Kept-At", new Date(now).toISOString());
  headers.set("Kept-Until", String(now + seconds * 1000));
  for (const gone of ["Content-Encoding", "Content-Length"]) headers.delete(gone); // the text is plain by now
  await cache.delete(address); // so that it counts as the newest
  await cache.put(address, new Response(await answer.arrayBuffer(), { headers }));
  const addresses = await cache.keys();
  for (const oldest of addresses.slice(0, Math.max(0, addresses.length - most))) await cache.delete(oldest);
}

async function drop(address: string, shelf: Shelf): Promise<void> {
  for (const name of await names(shelf)) await (await caches.open(name)).delete(address);
}

async function names({ prefix }: Shelf): Promise<string[]> {
  return (await caches.keys()).filter(name => name.startsWith(prefix));
}
