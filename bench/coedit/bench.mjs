#!/usr/bin/env node
// node bench.mjs <scenario> --server a,b,c [--rounds 3] [--json out.json] [--param value ...]
import fs from 'node:fs'
import { adapter, names } from './lib/adapters.mjs'
import { table, machine, median } from './lib/run.mjs'

const scenarios = ['type', 'many-docs', 'cold-open', 'join-storm', 'crash', 'awareness', 'memory']
const [which, ...rest] = process.argv.slice(2)
if (!scenarios.includes(which)) {
  console.log('usage: node bench.mjs <scenario> --server NAME[,NAME...] [--rounds 1] [--json FILE] [--param value ...]\n')
  for (const s of scenarios) { const m = await import(`./scenarios/${s}.mjs`); console.log(`  ${s.padEnd(11)} ${m.help}\n              ${Object.entries(m.defaults).map(([k, v]) => `--${k} ${v}`).join(' ')}`) }
  console.log('\nservers: ' + names.join(', '))
  process.exit(which ? 2 : 0)
}
const m = await import(`./scenarios/${which}.mjs`)
const p = { server: '', rounds: 1, json: '', ...m.defaults }
for (let i = 0; i < rest.length; i += 2) {
  const k = rest[i].replace(/^--/, '')
  if (!(k in p)) { console.error('unknown parameter --' + k); process.exit(2) }
  p[k] = typeof p[k] === 'number' && k !== 'n' ? Number(rest[i + 1]) : rest[i + 1]
}
const servers = []
for (const n of p.server.split(',').filter(Boolean)) servers.push(adapter(n))
if (!servers.length) { console.error('give --server'); process.exit(2) }
const out = { scenario: which, parameters: p, machine: machine(), servers: Object.fromEntries(servers.map(a => [a.name, a.versions?.()])), rounds: [] }
const ns = which === 'type' || which === 'awareness' ? String(p.n).split(',').map(Number) : [null]
let failed = 0
for (const n of ns) {
  for (let k = 0; k < p.rounds; k++) { // servers take turns within a round, so noise hits all of them
    for (const a of k % 2 ? [...servers].reverse() : servers) {
      const q = n === null ? p : { ...p, n }
      try {
        const r = await m.run(a, q)
        out.rounds.push({ server_name: a.name, round: k, ...r })
        process.stderr.write(`. ${a.name}${n === null ? '' : ' N=' + n} round ${k + 1}\n`)
      } catch (e) { failed++; out.rounds.push({ server_name: a.name, round: k, n, error: String(e?.message ?? e) }); process.stderr.write(`! ${a.name}${n === null ? '' : ' N=' + n}: ${e?.message ?? e}\n`) }
    }
  }
}
/** one row per server (and N): numbers are medians over rounds, words and flags are the worst */
const merge = rows => {
  const pick = vals => {
    const v = vals.filter(x => x !== undefined && x !== null)
    if (!v.length) return null
    if (typeof v[0] === 'number') return median(v)
    if (typeof v[0] === 'boolean') return v.every(Boolean)
    if (Array.isArray(v[0])) return v[Math.floor((v.length - 1) / 2)]
    if (typeof v[0] === 'object') return Object.fromEntries(Object.keys(v[0]).map(k => [k, pick(v.map(x => x[k]))]))
    return v[0]
  }
  const r = pick(rows)
  if (rows.some(x => x.generator_bound)) r.generator_bound = true
  return r
}
const groups = new Map()
for (const r of out.rounds) { const k = r.server_name + '|' + (r.n ?? ''); if (!r.error) groups.set(k, [...(groups.get(k) ?? []), r]) }
out.summary = [...groups.values()].map(g => which === 'crash' || which === 'many-docs' ? (g.length === 1 ? g[0] : merge(g)) : merge(g))
out.errors = out.rounds.filter(r => r.error).map(r => `${r.server_name}${r.n ? ' N=' + r.n : ''}: ${r.error}`)
out.machine_end = machine()
if (p.json) fs.writeFileSync(p.json, JSON.stringify(out, null, 1) + '\n')
console.log(`\n${which}  ${Object.entries(p).filter(([k]) => !['server', 'json'].includes(k)).map(([k, v]) => k + '=' + v).join(' ')}  load ${out.machine.load[0]} -> ${out.machine_end.load[0]}`)
console.log(table(out.summary, m.columns))
for (const e of out.errors) console.log('FAILED ' + e)
process.exit(failed ? 1 : 0)
