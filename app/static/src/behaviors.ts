/** A behavior binds one element and returns how to let go of it. */
export type Behavior = (element: HTMLElement) => () => void;

const registry = new Map<string, Behavior>();
const bound = new Map<HTMLElement, () => void>();

export function behavior(name: string, connect: Behavior): void {
  registry.set(name, connect);
}

/** Bind what appeared under `root`, let go of what left the page. */
export function refresh(root: ParentNode = document): void {
  for (const [element, release] of bound) {
    if (!element.isConnected) {
      release();
      bound.delete(element);
    }
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-behavior]")) {
    const connect = registry.get(element.dataset["behavior"] ?? "");
    if (connect && !bound.has(element)) {
      bound.set(element, connect(element));
    }
  }
}
