/** Which hashed files a set of pages needs: those they name, those these name, and so on. */

const HASHED = /[\w.]+(?:-[\w.]+)*-[A-Z0-9]{8}\.(?:js|css|svg|woff2)/g;

export async function reachable(texts: string[], textOf: (name: string) => Promise<string>): Promise<Set<string>> {
  const found = new Set<string>();
  const waiting = [...texts];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const [name] of text.matchAll(HASHED)) {
      if (found.has(name)) continue;
      found.add(name);
      waiting.push(await textOf(name));
    }
  }
  return found;
}
