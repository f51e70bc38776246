/** What the server's reasons mean for the room. */

/** Asking again later may help. */
export const PASSING: ReadonlySet<string> = new Set(["unavailable", "full", "not_saved", "too_fast"]);

/** The server lacks something, or has forgotten us: compare states again, nothing is wrong with the words. */
export const OUT_OF_STEP: ReadonlySet<string> = new Set(["gap", "not_joined"]);

/** Nobody, or somebody else, is signed in by now: signing in again mends it. */
export const SIGNED_OUT: ReadonlySet<string> = new Set(["signed_out"]);

/** The person may not even know of the document any more. */
export const GONE: ReadonlySet<string> = new Set(["missing", "forbidden", "left"]);

/** Why nothing is there any more, whoever wrote here or not. */
export const EXPLAINED: ReadonlySet<string> = new Set(["left"]);

/** The right is gone, or another one. */
export const FORBIDDEN: ReadonlySet<string> = new Set(["forbidden", "missing", "read_only", "closed", "changed"]);

/** Sent again, the same words would be refused again: they can only be copied or let go of. */
export const FRUITLESS: ReadonlySet<string> = new Set(["suggest_only"]);
