/** Filled in by esbuild.mjs: what this release consists of. */
declare const BUILD: { version: string; first: string[]; editor: string[] };
