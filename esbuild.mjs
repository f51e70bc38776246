// Builds app/static/dist: hashed bundles, the icon sheet, manifest.json. Same input, same bytes.
import { build, buildSync, context } from 'esbuild'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { noticesOf } from './tools/notices.mjs'

const SRC = 'app/static/src'
const DIST = 'app/static/dist'
const ENTRIES = ['main.ts', 'editor.ts', 'history.ts', 'styles/katex.css'].map(name => path.join(SRC, name)).filter(existsSync)

const options = {
  entryPoints: ENTRIES,
  outdir: DIST,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: ['es2020', 'chrome87', 'firefox91', 'safari15'],
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty', '.svg': 'dataurl' },
  minify: true,
  legalComments: 'none',
  metafile: true,
  preserveSymlinks: true, // names, and with them the bytes, do not depend on where node_modules lives
  logLevel: 'warning'
}

/** `main-4F2A.js` is known to the templates as `main.js`. */
function manifestOf (metafile) {
  const manifest = {}
  for (const [file, output] of Object.entries(metafile.outputs)) {
    if (!ENTRIES.includes(output.entryPoint ?? '')) continue // split-off modules find each other by themselves
    const { name, ext } = path.parse(output.entryPoint)
    manifest[name + (ext === '.css' ? '.css' : '.js')] = path.basename(file)
    if (output.cssBundle) manifest[`${name}.css`] = path.basename(output.cssBundle)
  }
  return manifest
}

/** One SVG with a <symbol> per icon named in src/icons.txt, from @tabler/icons (MIT). */
function iconSheet () {
  const names = readFileSync(path.join(SRC, 'icons.txt'), 'utf8').split('\n').map(s => s.trim()).filter(Boolean)
  const symbols = names.map(name => {
    const svg = readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, 'utf8')
    const body = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).replace(/\s*\n\s*/g, '')
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('\n')}</svg>\n`
}

/** The files that come with one entry: itself, its style sheet, and the modules split off for it. */
function filesOf (entry, manifest, metafile) {
  const files = new Set()
  const visit = file => {
    if (files.has(file)) return
    files.add(file)
    for (const { path: next, kind } of metafile.outputs[file].imports) if (kind === 'import-statement') visit(next)
  }
  visit(path.join(DIST, manifest[`${entry}.js`]))
  return [...files].map(file => path.basename(file)).concat(manifest[`${entry}.css`]).sort()
}

/** Built last: it knows the names of this release, so it differs as soon as anything does. */
function serviceWorker (manifest, metafile) {
  const first = [...filesOf('main', manifest, metafile), manifest['icons.svg']]
  const release = { first, editor: filesOf('editor', manifest, metafile) }
  const version = createHash('sha256').update(JSON.stringify(release)).digest('hex').slice(0, 8)
  const { outputFiles } = buildSync({
    entryPoints: [path.join(SRC, 'worker/service-worker.ts')],
    bundle: true,
    format: 'iife', // Firefox knows no module workers of this kind
    target: options.target,
    minify: options.minify,
    define: { BUILD: JSON.stringify({ version, ...release }) },
    write: false,
    logLevel: 'warning'
  })
  const [{ contents }] = outputFiles
  const name = `service-worker-${createHash('sha256').update(contents).digest('hex').slice(0, 8).toUpperCase()}.js`
  writeFileSync(path.join(DIST, name), contents)
  return name
}

function finish (metafile) {
  const manifest = manifestOf(metafile)
  const sheet = iconSheet()
  const hash = createHash('sha256').update(sheet).digest('hex').slice(0, 8).toUpperCase()
  manifest['icons.svg'] = `icons-${hash}.svg`
  writeFileSync(path.join(DIST, manifest['icons.svg']), sheet)
  manifest['service-worker.js'] = serviceWorker(manifest, metafile)
  const sorted = Object.fromEntries(Object.entries(manifest).sort())
  writeFileSync(path.join(DIST, 'manifest.json'), JSON.stringify(sorted, null, 2) + '\n')
  writeFileSync(path.join(DIST, 'NOTICES.txt'), noticesOf(Object.keys(metafile.inputs), ['@tabler/icons']))
  const kept = new Set([...Object.keys(metafile.outputs).map(f => path.basename(f)), manifest['icons.svg'], manifest['service-worker.js'], 'manifest.json', 'NOTICES.txt'])
  for (const file of readdirSync(DIST)) if (!kept.has(file)) rmSync(path.join(DIST, file))
}

mkdirSync(DIST, { recursive: true })
if (process.argv.includes('--watch')) {
  const plugin = { name: 'finish', setup: b => b.onEnd(r => r.metafile && finish(r.metafile)) }
  await (await context({ ...options, minify: false, plugins: [plugin] })).watch()
} else {
  finish((await build(options)).metafile)
}
