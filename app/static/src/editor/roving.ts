/**
 * One tab stop for a whole row of buttons; arrow keys, Home and End move within it, Escape leaves it. What is hidden
 * on this screen is passed over.
 */

export type Control = HTMLButtonElement | HTMLSelectElement;

export function rove(bar: HTMLElement, controls: Control[], leave: () => void): () => void {
  const choose = (index: number, focus: boolean) => {
    controls.forEach((control, at) => (control.tabIndex = at === index ? 0 : -1));
    if (focus) controls[index]?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    const at = controls.indexOf(event.target as Control);
    if (at < 0) return;
    if (event.key === "Escape") return leave();
    const shown = controls.filter(control => control.getClientRects().length > 0);
    const here = shown.indexOf(event.target as Control);
    const goals: Record<string, Control | undefined> = {
      ArrowRight: shown[here + 1] ?? shown[0],
      ArrowLeft: shown.at(here - 1),
      Home: shown[0],
      End: shown.at(-1),
    };
    const goal = goals[event.key];
    if (!goal) return;
    event.preventDefault();
    choose(controls.indexOf(goal), true);
  };
  const follow = (event: FocusEvent) => {
    const at = controls.indexOf(event.target as Control);
    if (at >= 0) choose(at, false);
  };
  choose(0, false);
  bar.addEventListener("keydown", keys);
  bar.addEventListener("focusin", follow);
  return () => {
    bar.removeEventListener("keydown", keys);
    bar.removeEventListener("focusin", follow);
  };
}
