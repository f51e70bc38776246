/** A form that takes a while is sent once: more presses are ignored until the page is shown again. */
export function once(element: HTMLElement): () => void {
  function send(event: Event): void {
    if (element.ariaBusy === "true") event.preventDefault();
    element.ariaBusy = "true";
  }
  function begin(): void {
    element.ariaBusy = null;
  }
  element.addEventListener("submit", send);
  window.addEventListener("pageshow", begin);
  return () => {
    element.removeEventListener("submit", send);
    window.removeEventListener("pageshow", begin);
  };
}
