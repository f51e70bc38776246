/** From one suggestion to the next: Ctrl Alt J; back: Ctrl Alt K; to what may be done about it: Ctrl Alt Enter. */
import type { Pending } from "./reading";

export function stepOf({ altKey, ctrlKey, metaKey, code }: KeyboardEvent): 1 | -1 | "enter" | 0 {
  if (!altKey || !(ctrlKey || metaKey)) return 0;
  if (code === "Enter" || code === "NumpadEnter") return "enter";
  return code === "KeyJ" ? 1 : code === "KeyK" ? -1 : 0;
}

/** Round and round; from nowhere to the first, or back to the last. */
export function neighbour(pending: readonly Pending[], active: string | null, step: 1 | -1): string | undefined {
  const at = pending.findIndex(each => each.key === active);
  const next = at < 0 ? (step > 0 ? 0 : -1) : at + step;
  return pending[(next + pending.length) % pending.length]?.key;
}
