import type { Behavior } from "../behaviors";

/** A button that prints the page; hidden until there is a script to press it. */
export const print: Behavior = (element) => {
  const press = (): void => window.print();
  element.hidden = false;
  element.addEventListener("click", press);
  return () => element.removeEventListener("click", press);
};
