#!/usr/bin/env node
// node all.mjs OUT [--rounds 3] [--steps type,crash]: every scenario, one after the other, never two at a time; then the bars.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import path from 'node:path'

const here = fileURLToPath(new URL('.', import.meta.url))
const [out, ...rest] = process.argv.slice(2)
if (!out) { console.error('usage: node all.mjs OUT [--rounds 3] [--steps NAME,NAME]'); process.exit(2) }
const given = Object.fromEntries(rest.reduce((pairs, x, i) => i % 2 ? pairs : [...pairs, [x.slice(2), rest[i + 1]]], []))
const rounds = given.rounds ?? '3'
const three = 'ours,hocuspocus,y-websocket'
const kept = 'ours,hocuspocus,y-websocket-leveldb'
const steps = {
  type: ['type', '--server', three, '--n', '3,10,50,100,200', '--rounds', rounds],
  crowd: ['type', '--server', 'ours,hocuspocus', '--n', '500', '--rounds', '1', '--settle', '30'],
  'many-docs': ['many-docs', '--server', three, '--rounds', rounds],
  awareness: ['awareness', '--server', three, '--n', '100', '--rounds', rounds],
  'join-storm': ['join-storm', '--server', three, '--rounds', rounds],
  'cold-open': ['cold-open', '--server', kept, '--edits', '100000', '--times', rounds],
  memory: ['memory', '--server', kept, '--rounds', rounds],
  crash: ['crash', '--server', kept, '--times', given.kills ?? '100']
}
const chosen = given.steps ? given.steps.split(',') : Object.keys(steps)
mkdirSync(out, { recursive: true })
const file = step => path.join(out, step + '.json')
let failed = 0
for (const step of chosen) {
  console.log(`\n== ${step}: node bench.mjs ${steps[step].join(' ')}`)
  const done = spawnSync(process.execPath, [path.join(here, 'bench.mjs'), ...steps[step], '--json', file(step)], { stdio: 'inherit' })
  if (done.status) failed++
}
const files = chosen.map(file).filter(f => existsSync(f))
console.log('\n== bars')
const judged = spawnSync(process.execPath, [path.join(here, 'bars.mjs'), ...files], { stdio: 'inherit' })
process.exit(failed || judged.status ? 1 : 0)
