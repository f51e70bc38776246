/** What this browser keeps belongs to whoever is signed in: a change of person clears it. */
import { forgetCopies } from "./copies";
import { forgetDrafts } from "./drafts";
import { forgetKeptPages } from "./kept_pages";
import { personHere } from "./person";

export const OWNER = "qinglan-person";

export function noteOwner(): void {
  const me = personHere();
  if (!me) return;
  if (ownerHere() === me.id) return;
  try {
    localStorage.setItem(OWNER, String(me.id));
  } catch {
    return; // this browser keeps nothing
  }
  void forgetEverything(me.id);
}

/** Who was signed in here last, for pages that are nobody's; null after a sign-out. */
export function ownerHere(): number | null {
  try {
    return Number(localStorage.getItem(OWNER)) || null;
  } catch {
    return null;
  }
}

/** Edits that were never sent stay in any case. */
export async function forgetEverything(except: number | null = null): Promise<void> {
  if (except === null) forgetOwner();
  forgetDrafts(except);
  await Promise.allSettled([forgetKeptPages(except), forgetCopies(except)]);
}

function forgetOwner(): void {
  try {
    localStorage.removeItem(OWNER);
  } catch {
    // nothing was kept
  }
}
