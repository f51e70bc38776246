/** htmx: the CSRF header on every write, a line while something is under way, behaviors on what it swaps in. */
import "htmx.org/dist/htmx.esm.js";
import { refresh } from "./behaviors";
import { csrfToken } from "./device/token";

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: { request: { headers: Record<string, string> } } }>).detail;
  ctx.request.headers["X-CSRFToken"] = csrfToken();
});
let underWay = 0;
function loading(change: number): void {
  underWay = Math.max(0, underWay + change);
  document.documentElement.toggleAttribute("data-loading", underWay > 0);
}
document.addEventListener("htmx:before:request", () => loading(1));
document.addEventListener("htmx:finally:request", () => loading(-1));
document.addEventListener("htmx:after:swap", () => refresh());
