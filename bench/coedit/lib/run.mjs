// What all scenarios share: a server, a pool of generators, a measured window.
import os from 'node:os'
import fs from 'node:fs'
import path from 'node:path'
import { Server } from './server.mjs'
import { Pool } from './pool.mjs'
import { Hist, quant } from './hist.mjs'

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))
export const r2 = x => x === null || x === undefined ? null : +x.toFixed(2)
export { quant, Hist }
let runs = 0
export const tmp = () => { const d = path.join(process.env.BENCH_TMP ?? os.tmpdir(), `coedit-${process.pid}-${++runs}`); fs.mkdirSync(d, { recursive: true }); return d }
export const machine = () => ({ cpus: os.cpus().length, model: os.cpus()[0].model.trim(), load: os.loadavg().map(r2), node: process.version, kernel: os.release(), when: new Date().toISOString() })

// how much of the machine others were using meanwhile: busy jiffies minus ours
const busy = () => { const f = fs.readFileSync('/proc/stat', 'latin1').split('\n')[0].trim().split(/\s+/).slice(1).map(Number); const steal = f[7] ?? 0; return { busy: (f[0] + f[1] + f[2] + f[5] + f[6] + steal) / 100, total: f.slice(0, 8).reduce((a, b) => a + b, 0) / 100 } }

export class Rig {
  /** needs: {people, documents}, for servers where people sign in and documents are made first */
  constructor (adapter, { procs = 1, needs = { people: 3, documents: [] } } = {}) { Object.assign(this, { a: adapter, procs, needs, dir: tmp() }) }

  async up () {
    const dataDir = this.dir + '/data'
    this.prepared = this.a.prepare?.({ dataDir, needs: this.needs })
    this.s = await new Server(this.a, { dataDir }).start()
    await this.calm()
    await this.gens()
    return this
  }

  async gens () {
    this.pool = new Pool(this.procs)
    await this.pool.all('init', { proto: this.a.client.proto, cfg: { ...this.a.client.cfg, prepared: this.prepared } })
  }

  /** whatever a server does by itself (starting, writing to disk) is over: under 5 % of a core for a second */
  async calm (mostMs = 60000) {
    const until = performance.now() + mostMs
    for (let quiet = 0, c = this.s.sample().cpu; quiet < 2 && performance.now() < until;) {
      await sleep(500)
      const d = this.s.sample().cpu
      quiet = d - c <= 0.025 ? quiet + 1 : 0
      c = d
    }
  }

  get addr () { return { host: this.s.host, port: this.s.port } }
  async open (list, o = {}) {
    const parts = this.pool.share(list)
    const res = (await Promise.all(this.pool.g.map((g, i) => g.call('open', { ...this.addr, list: parts[i], ...o })))).flat()
    const bad = res.filter(x => x.error)
    if (bad.length && !o.tolerant) throw new Error(`${bad.length} of ${list.length} clients failed to connect: ${bad[0].error}`)
    return res
  }

  async type (ids, o) {
    const parts = this.pool.share(ids)
    const res = await Promise.all(this.pool.g.map((g, i) => g.call('type', { ids: parts[i], ...o })))
    return { edits: res.reduce((a, x) => a + x.edits, 0), markers: res.flatMap(x => x.markers), late: res.reduce((a, x) => a + x.late, 0), dead: res.flatMap(x => x.dead) }
  }

  async cursors (ids, o) { const parts = this.pool.share(ids); const res = await Promise.all(this.pool.g.map((g, i) => g.call('cursors', { ids: parts[i], ...o }))); return res.reduce((a, x) => a + x.sent, 0) }

  async begin () { await this.pool.all('begin'); this.c0 = this.s.sample(); this.m0 = busy(); this.t0 = performance.now() }

  /** every client has every other's edits? */
  async settle (timeoutMs = 15000) {
    const own = (await this.pool.all('own')).flat()
    const want = {}
    for (const [d, id, n] of own) (want[d] ??= []).push([id, n])
    const res = await this.pool.all('settle', { want, timeoutMs })
    return { want, ms: r2(Math.max(...res.map(x => x.ms))), behind: res.reduce((a, x) => a + x.badCount, 0), examples: res.flatMap(x => x.bad).slice(0, 5) }
  }

  async report () {
    const c1 = this.s.sample()
    const wall = (performance.now() - this.t0) / 1000
    const m1 = busy()
    const rep = await this.pool.all('report')
    const mine = (c1.cpu - this.c0.cpu) + rep.reduce((a, r) => a + r.cpu_s, 0)
    const others = Math.max(0, (m1.busy - this.m0.busy) - mine) / Math.max(0.01, m1.total - this.m0.total) * 100
    const h = new Hist()
    const ah = new Hist()
    const seen = new Map()
    const per = []
    for (const r of rep) { h.merge(r.hist); ah.merge(r.ack); for (const [k, [n, w]] of r.seen) { const s = seen.get(k); if (s) { s[0] += n; s[1] = Math.max(s[1], w) } else seen.set(k, [n, w]) } per.push(...r.per) }
    const gen = rep.map(r => ({ cpu_pct: r2(r.cpu_s / r.wall_s * 100), lag_p99_ms: r2(r.lag_p99_ms), rss_mb: r2(r.rss_mb) }))
    return { hist: h, ack: ah.summary(), seen, per, wall, others_pct: r2(others), server: { cpu_s: r2(c1.cpu - this.c0.cpu), first_cpu_s: r2(c1.first - this.c0.first), cpu_pct: r2((c1.cpu - this.c0.cpu) / wall * 100), rss_peak_mb: r2(this.s.peak / 1048576) }, gen, generator_bound: gen.some(g => g.cpu_pct > 90 || g.lag_p99_ms > 100) }
  }

  async down () { try { await this.pool?.all('close') } catch {} try { await this.pool?.end() } catch {} await this.s?.stop(); if (!process.env.BENCH_KEEP) { fs.rmSync(this.dir, { recursive: true, force: true }) } }
}

export function table (rows, cols) {
  const cell = v => v === null || v === undefined ? '-' : typeof v === 'number' ? (Math.abs(v) >= 100 ? Math.round(v).toString() : String(+v.toFixed(2))) : String(v)
  const head = cols.map(c => c[0])
  const body = rows.map(r => cols.map(c => cell(typeof c[1] === 'function' ? c[1](r) : r[c[1]])))
  const w = head.map((h, i) => Math.max(h.length, ...body.map(b => b[i].length)))
  const line = a => '| ' + a.map((x, i) => x.padEnd(w[i])).join(' | ') + ' |'
  return [line(head), '|' + w.map(n => '-'.repeat(n + 2)).join('|') + '|', ...body.map(line)].join('\n')
}
export const median = a => { const s = a.filter(x => typeof x === 'number').sort((x, y) => x - y); const m = s.length >> 1; return s.length ? (s.length % 2 ? s[m] : (s[m - 1] + s[m]) / 2) : null }
