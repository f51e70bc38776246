/** The page's proof against forged writes: old after another sign-in, or when the page came from the device. */
import { keptAt, personHere } from "./person";

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** Ask who this browser is now. A token of somebody else never gets into this person's page. */
export async function renewToken(): Promise<void> {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  const me = personHere();
  if (!meta || !me) return;
  const answer = await fetch("/session", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const { person, csrf } = (await answer.json()) as { person: number | null; csrf: string };
  if (person !== me.id) return;
  meta.content = csrf;
  for (const field of document.querySelectorAll<HTMLInputElement>('input[name="csrf_token"]')) field.value = csrf;
}

/** At once for a page from the device, and whenever the network or the person comes back. */
export function keepTokenFresh(): void {
  if (keptAt()) void renewToken();
  window.addEventListener("online", () => void renewToken());
  let hiddenAt = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > LONG_AWAY_MS) void renewToken();
  });
}

const LONG_AWAY_MS = 60_000;
