/** htmx: the CSRF header on every write, behaviors bound on what it swaps in. */
import "htmx.org/dist/htmx.esm.js";
import { refresh } from "./behaviors";
import { csrfToken } from "./device/token";

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: { request: { headers: Record<string, string> } } }>).detail;
  ctx.request.headers["X-CSRFToken"] = csrfToken();
});
document.addEventListener("htmx:after:swap", () => refresh());
