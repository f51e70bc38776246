import type { Behavior } from "../behaviors";

/** A link to the page before that goes back instead of forward: what was typed there is still in its fields. */
export const goBack: Behavior = (element) => {
  const back = (event: Event): void => {
    if (history.length < 2) return;
    event.preventDefault();
    history.back();
  };
  element.addEventListener("click", back);
  return () => element.removeEventListener("click", back);
};
