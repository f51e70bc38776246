/** Comments that somebody began to write here. Those that wait to be sent are no drafts: they stay. */
const DRAFT = "qinglan-draft-";

export function draftName(person: number, document: number, slot: string): string {
  return `${DRAFT}${person}-${document}-${slot}`;
}

/** School computers are shared: drafts go, except those of `person`. */
export function forgetDrafts(person: number | null): void {
  try {
    const others = Object.keys(localStorage).filter(name => name.startsWith(DRAFT) && Number(name.split("-")[2]) !== person);
    others.forEach(name => localStorage.removeItem(name));
  } catch {
    // this browser keeps nothing
  }
}
