/** On narrow screens the outline is a drawer: opened by its button, closed by Escape or a touch outside. */
import type { Page } from "./page";

export interface Drawer {
  open(state: boolean): void;
  release(): void;
}

export function bindDrawer(page: Page): Drawer {
  const drawer = page.find("outline-drawer");
  const toggle = page.find("outline-toggle");
  const open = (state: boolean) => {
    drawer?.toggleAttribute("data-open", state);
    toggle?.setAttribute("aria-expanded", String(state));
  };
  const flip = () => open(!drawer?.hasAttribute("data-open"));
  const outside = ({ target }: Event) => {
    if (target instanceof Node && !drawer?.contains(target) && !toggle?.contains(target)) open(false);
  };
  const escape = (event: KeyboardEvent) => event.key === "Escape" && open(false);

  document.addEventListener("keydown", escape);
  document.addEventListener("pointerdown", outside);
  toggle?.addEventListener("click", flip);
  return {
    open,
    release() {
      document.removeEventListener("keydown", escape);
      document.removeEventListener("pointerdown", outside);
      toggle?.removeEventListener("click", flip);
    },
  };
}
