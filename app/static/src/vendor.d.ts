declare module "*.css";
declare module "htmx.org/dist/htmx.esm.js";
