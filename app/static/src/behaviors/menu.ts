/** A <details> drop-down closes with Escape, by a click elsewhere, with a choice, or when focus leaves it. */
export function menu(element: HTMLElement): () => void {
  const details = element as HTMLDetailsElement;
  const summary = details.querySelector("summary");

  function closeOnEscape(event: KeyboardEvent): void {
    if (event.key === "Escape" && details.open) {
      details.open = false;
      summary?.focus();
    }
  }
  function closeElsewhere(event: Event): void {
    if (event.target instanceof Node && !details.contains(event.target)) {
      details.open = false;
    }
  }
  function closeWhenChosen(event: Event): void {
    if (event.target instanceof Element && event.target.closest(".menu-list button[type='button']")) details.open = false;
  }
  function stayInSight(): void {
    delete details.dataset["from"];
    const list = details.querySelector(".menu-list");
    if (details.open && list && list.getBoundingClientRect().left < 0) details.dataset["from"] = "left";
  }
  details.addEventListener("toggle", stayInSight);
  details.addEventListener("keydown", closeOnEscape);
  details.addEventListener("click", closeWhenChosen);
  document.addEventListener("pointerdown", closeElsewhere);
  document.addEventListener("focusin", closeElsewhere);
  return () => {
    details.removeEventListener("toggle", stayInSight);
    details.removeEventListener("keydown", closeOnEscape);
    details.removeEventListener("click", closeWhenChosen);
    document.removeEventListener("pointerdown", closeElsewhere);
    document.removeEventListener("focusin", closeElsewhere);
  };
}
