/** Whose page this is, as the server wrote it; null for guests. */
export interface PersonHere {
  id: number;
  name: string;
}

export function personHere(): PersonHere | null {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="person"]');
  return meta ? { id: Number(meta.content), name: meta.dataset["name"] ?? "" } : null;
}

/** When the worker took this page from the device; null if the server answered. */
export function keptAt(): string | null {
  return document.documentElement.dataset["kept"] ?? null;
}

/** On `document`, when a page that catches up by itself has caught up with the server. */
export const CAUGHT_UP = "qinglan:caught-up";
