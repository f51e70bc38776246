/** On a phone the tools of tables unfold above the bar: there is no room for them beside the others. */
import type { Page } from "./page";

export function foldTableTools(page: Page): () => void {
  const [toggle, tools] = [page.find("table-toggle"), page.find("table-tools")];
  if (!toggle || !tools) return () => undefined;
  const follow = () => (toggle.hidden = tools.hidden);
  const turn = () => toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true"));
  const keepFocus = (event: Event) => event.preventDefault(); // the keyboard of the phone stays
  const watch = new MutationObserver(follow);
  watch.observe(tools, { attributeFilter: ["hidden"] });
  toggle.addEventListener("click", turn);
  toggle.addEventListener("mousedown", keepFocus);
  follow();
  return () => {
    watch.disconnect();
    toggle.removeEventListener("click", turn);
    toggle.removeEventListener("mousedown", keepFocus);
  };
}
