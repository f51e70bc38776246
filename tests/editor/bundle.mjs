// Bundles the given TypeScript files for Node: node bundle.mjs OUTDIR FILE…
import { build } from 'esbuild'

const [outdir, ...entryPoints] = process.argv.slice(2)
await build({ entryPoints, outdir, bundle: true, platform: 'node', format: 'esm', outExtension: { '.js': '.mjs' }, logLevel: 'warning' })
