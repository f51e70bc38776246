/** One tab stop for a whole row of buttons; arrow keys, Home and End move within it, Escape leaves it. */

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
    const last = controls.length - 1;
    const goals: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    choose(goal, true);
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
