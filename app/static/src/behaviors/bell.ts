/** The bell of a page that stays open: looks again when somebody returns to it, and when there is news. On a phone it is also in a menu. */
const EVERY = 120_000;
const SETTLED_AFTER = 600; // the news may be a moment ahead of what is stored

export function bell(element: HTMLElement): () => void {
  const url = element.dataset["bellUrl"];
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    if (!url || document.visibilityState !== "visible") return;
    const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".bell");
    if (!fresh) return;
    for (const each of document.querySelectorAll(".bell")) each.replaceChildren(...fresh.cloneNode(true).childNodes);
  }
  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), SETTLED_AFTER);
  }
  const clock = setInterval(() => void look(), EVERY);
  document.addEventListener("visibilitychange", soon);
  document.addEventListener("qinglan:news", soon);
  return () => {
    clearTimeout(timer);
    clearInterval(clock);
    document.removeEventListener("visibilitychange", soon);
    document.removeEventListener("qinglan:news", soon);
  };
}
