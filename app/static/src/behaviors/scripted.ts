import type { Behavior } from "../behaviors";

/** A part of the page that does nothing without a script: hidden until there is one. */
export const scripted: Behavior = (element) => {
  element.hidden = false;
  return () => undefined;
};
