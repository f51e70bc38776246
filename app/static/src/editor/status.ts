/** What the person is told about the safety of their words. */
import type { Role } from "./wire";

export type StatusName =
  | "connecting"
  | "saved"
  | "saving"
  | "offline"
  | "unsaved"
  | "readonly"
  | "revoked"
  | "signedOut"
  | "failed";

export interface Status {
  name: StatusName;
  pending: number;
  message: string;
  /** Not even to be read any more: asking for the page again would find nothing. */
  gone?: true;
}

export interface Facts {
  phase: "first" | "down" | "joining" | "joined";
  role: Role | null;
  pending: number;
  notSaved: string | null; // why the server could not store
  revoked: string | null; // why the person may no longer be here
  signedOut: string | null; // nobody, or somebody else, is signed in here by now
  failed: string | null; // why the document cannot be opened
  gone?: boolean; // with one of the two above: the person may not know of it
  onlyReads: string | null; // why who wrote here may now only read
}

export function statusOf(facts: Facts): Status {
  const { pending } = facts;
  if (facts.signedOut !== null) return { name: "signedOut", pending, message: facts.signedOut };
  const gone = facts.gone ? { gone: true as const } : {};
  if (facts.failed !== null) return { name: "failed", pending, message: facts.failed, ...gone };
  if (facts.revoked !== null) return { name: "revoked", pending, message: facts.revoked, ...gone };
  if (facts.notSaved !== null) {
    return { name: pending > 0 ? "unsaved" : "connecting", pending, message: facts.notSaved };
  }
  const reads = facts.phase === "joined" && facts.role === "read";
  return { name: nameOf(facts), pending, message: (reads && facts.onlyReads) || "" };
}

function nameOf({ phase, role, pending }: Facts): StatusName {
  if (phase === "down") return "offline";
  if (phase === "first") return "connecting";
  if (phase === "joining") return pending > 0 ? "saving" : "connecting";
  if (role === "read") return pending > 0 ? "unsaved" : "readonly";
  return pending > 0 ? "saving" : "saved";
}
