// One load-generator process. It holds many clients and answers the coordinator's calls.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { YwsLight, HocusLight } from './light.mjs'
import { RoomLight } from './room.mjs'
import { FullClient } from './full.mjs'
import { marker } from './yscan.mjs'
import { Hist } from './hist.mjs'
import { history } from './history.mjs'

const LIGHT = { yws: YwsLight, hocus: HocusLight, room: RoomLight }
const now = () => Number(process.hrtime.bigint())
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))
const clients = new Map()
let cfg = {}
let proto
let hist = new Hist()
let seen = new Map() // marker key -> [receivers, worst ns]
let since = Infinity
let journal = null // crash scenario: everything, by client
let lag = null
let cpu0

let ackHist = new Hist()
const hooks = {
  ack (t) { ackHist.add((performance.now() - t) * 1000) },
  marker (m, c) {
    const a = m.indexOf('.')
    const b = m.indexOf('.', a + 1)
    const who = +m.slice(0, a)
    if (journal) { if (who !== c.idx) { const j = journal.seen; if (!j.has(m)) j.set(m, now()) } }
    if (who === c.idx) return
    const t = +m.slice(b + 1)
    if (t < since) return
    const dt = now() - t
    hist.add(dt / 1000)
    const k = m.slice(0, b)
    const s = seen.get(k)
    if (s) { s[0]++; if (dt > s[1]) s[1] = dt } else seen.set(k, [1, dt])
  }
}

const calls = {
  init (o) { proto = o.proto; cfg = o.cfg ?? {} },

  /** list: [{idx, doc, kind, user}], gapMs between starts */
  async open ({ host, port, list, gapMs = 0, bare = false, wait = true }) {
    const out = []
    const all = list.map(async (x, i) => {
      if (gapMs) await sleep(i * gapMs)
      const C = x.kind === 'full' ? FullClient : LIGHT[proto]
      const c = new C({ host, port, doc: x.doc, user: x.user ?? 'u' + x.idx, cfg, proto, clientID: (x.base ?? 100000) + x.idx * 7 + 1, hooks: bare ? null : hooks })
      c.idx = x.idx
      c.kind = x.kind
      clients.set(x.idx, c)
      try {
        const ms = await Promise.race([c.connect(), sleep(x.timeout ?? 60000).then(() => { throw new Error('connect timeout') })])
        out.push({ idx: x.idx, ms })
      } catch (e) { out.push({ idx: x.idx, error: String(e?.message ?? e) }) }
    })
    if (wait) await Promise.all(all)
    return out
  },

  begin () {
    hist = new Hist()
    ackHist = new Hist()
    seen = new Map()
    since = now()
    lag?.disable()
    lag = monitorEventLoopDelay({ resolution: 5 })
    lag.enable()
    cpu0 = [process.cpuUsage(), now()]
    for (const c of clients.values()) c.base0 = [c.bytesIn, c.bytesOut, c.frames, c.updates, c.acked, c.awarenessIn]
  },

  /** every client in ids types `rate` single characters a second, one insert in `markEvery` is a marker */
  async type ({ ids, rate, seconds, markEvery, del = 0 }) {
    const end = performance.now() + seconds * 1000
    const res = { edits: 0, markers: [], chars: 0, late: 0 }
    await Promise.all(ids.map(id => new Promise(resolve => {
      const c = clients.get(id)
      const gap = 1000 / rate
      let k = Math.floor(Math.random() * markEvery)
      let q = 0
      let next = performance.now() + Math.random() * gap
      const step = () => {
        const t = performance.now()
        if (next >= end || c.dead) return resolve()
        if (t - next > 100) res.late++
        if (++k % markEvery === 0) {
          c.insert(marker(c.idx, q))
          res.markers.push(c.idx + '.' + q)
          q++
        } else c.insert(String.fromCharCode(97 + k % 26))
        res.edits++
        next += gap * (0.7 + Math.random() * 0.6)
        setTimeout(step, Math.max(0, next - performance.now()))
      }
      setTimeout(step, Math.max(0, next - performance.now()))
    })))
    res.dead = [...clients.values()].filter(c => c.dead).map(c => [c.idx, c.dead])
    return res
  },

  async cursors ({ ids, hz, seconds }) {
    const end = performance.now() + seconds * 1000
    let n = 0
    await Promise.all(ids.map(id => new Promise(resolve => {
      const c = clients.get(id)
      const gap = 1000 / hz
      let next = performance.now() + Math.random() * gap
      const step = () => {
        if (next >= end || c.dead) return resolve()
        c.cursor(n++ % 500)
        next += gap * (0.7 + Math.random() * 0.6)
        setTimeout(step, Math.max(0, next - performance.now()))
      }
      setTimeout(step, Math.max(0, next - performance.now()))
    })))
    return { sent: n }
  },

  own () { return [...clients.values()].map(c => [c.doc, ...c.own()]) },

  /** wait until every client of each doc has all of want[doc]; what is still missing after timeoutMs */
  async settle ({ want, timeoutMs = 15000, skip = [] }) {
    const t0 = performance.now()
    const maps = Object.fromEntries(Object.entries(want).map(([d, a]) => [d, new Map(a)]))
    let bad
    for (;;) {
      bad = []
      for (const c of clients.values()) {
        if (skip.includes(c.idx)) continue
        const m = c.dead ? -1 : c.missing(maps[c.doc] ?? new Map())
        if (m) bad.push([c.idx, m, c.dead])
      }
      if (!bad.length || performance.now() - t0 > timeoutMs) break
      await sleep(20)
    }
    return { ms: performance.now() - t0, bad: bad.slice(0, 10), badCount: bad.length }
  },

  texts ({ doc }) { // full replicas only
    return [...clients.values()].filter(c => c.kind === 'full' && c.doc === doc).map(c => ({ idx: c.idx, text: c.words() }))
  },

  report () {
    lag?.disable()
    const cpu = cpu0 ? process.cpuUsage(cpu0[0]) : { user: 0, system: 0 }
    const r = { hist: hist.json(), ack: ackHist.json(), seen: [...seen], cpu_s: (cpu.user + cpu.system) / 1e6, wall_s: cpu0 ? (now() - cpu0[1]) / 1e9 : 0, lag_p99_ms: lag ? lag.percentile(99) / 1e6 : 0, rss_mb: process.memoryUsage().rss / 1048576, per: [] }
    for (const c of clients.values()) {
      const b = c.base0 ?? [0, 0, 0, 0, 0, 0]
      r.per.push({ idx: c.idx, kind: c.kind, in: c.bytesIn - b[0], out: c.bytesOut - b[1], frames: c.frames - b[2], updates: c.updates - b[3], acked: c.acked - b[4], aw: c.awarenessIn - b[5] })
    }
    return r
  },

  close ({ ids } = {}) { for (const [k, c] of clients) if (!ids || ids.includes(k)) { c.close(); clients.delete(k) } },

  /** crash: every edit is a marker; runs until told to stop; returns the journal */
  journalStart ({ ids, rate }) {
    journal = { seen: new Map(), issued: [], stop: false }
    const j = journal
    for (const id of ids) {
      const c = clients.get(id)
      c.mine = []
      let q = 0
      const step = () => {
        if (j.stop || c.dead) return
        const m = marker(c.idx, q++)
        const rec = { m: m.slice(2, -2), t: now(), c: c.idx }
        c.mine.push(rec)
        j.issued.push(rec)
        c.insert(m)
        setTimeout(step, (1000 / rate) * (0.7 + Math.random() * 0.6))
      }
      c.a0 = c.acked
      setTimeout(step, Math.random() * 1000 / rate)
    }
  },

  journalEnd ({ ids }) {
    const j = journal
    j.stop = true
    journal = null
    const acked = []
    for (const id of ids) { const c = clients.get(id); for (const r of c.mine.slice(0, c.acked - c.a0)) acked.push(r.m) }
    return { issued: j.issued.map(r => [r.m, r.t]), seen: [...j.seen.keys()], acked }
  },

  /** a fresh client on doc: all markers it can see once nothing new arrives for quietMs */
  async look ({ host, port, doc, idx = 9999, quietMs = 1200, maxMs = 12000 }) {
    const found = new Set()
    let last = performance.now()
    const hk = { marker: m => { if (!found.has(m)) { found.add(m); last = performance.now() } }, update: () => { } }
    const c = new LIGHT[proto]({ host, port, doc, user: 'fresh', cfg, clientID: 5_000_000 + Math.floor(Math.random() * 1e6), hooks: hk })
    let error
    const t0 = performance.now()
    try { await Promise.race([c.connect(), sleep(15000).then(() => { throw new Error('no sync in 15 s') })]) } catch (e) { error = String(e.message) }
    const synced = performance.now() - t0
    last = performance.now()
    while (performance.now() - last < quietMs && performance.now() - t0 < maxMs) await sleep(50)
    c.close()
    return { found: [...found], error, synced }
  },

  /**
   * Push a document with a history of `edits` updates; an observer gives the pace. A server that limits what one
   * page may send gets the same updates, in the same order, from several pages of one person (cfg.pages).
   */
  async history ({ host, port, doc, edits, chars, seed }) {
    const { pages = 1, window = 400 } = cfg
    const mk = id => new LIGHT[proto]({ host, port, doc, user: 'h' + id, cfg, clientID: 6_000_000 + id, hooks: null })
    const writers = Array.from({ length: Math.min(pages, Math.ceil(edits / window)) }, (_, i) => mk(i + 1))
    const o = mk(999)
    for (const c of [o, ...writers]) await c.connect()
    const t0 = performance.now()
    const used = writers.map(() => -Infinity)
    const want = new Map()
    const caughtUp = async () => {
      let stuck = performance.now()
      let lastMiss = Infinity
      for (;;) {
        const m = o.missing(want)
        if (m === 0) return
        if (m < lastMiss) { lastMiss = m; stuck = performance.now() }
        const dead = o.dead ?? writers.find(c => c.dead)?.dead
        if (performance.now() - stuck > 60000 || dead) throw new Error('history stuck at ' + n + ' ' + (dead ?? ''))
        await sleep(1)
      }
    }
    const h = history({ edits, chars, seed })
    let n = 0
    let turn = 0
    for (const { update, client, clock } of h.updates()) {
      writers[turn].sendRaw(update)
      want.set(client, clock)
      if (++n % window) continue
      await caughtUp()
      used[turn] = performance.now()
      turn = (turn + 1) % writers.length
      if (pages > 1 && n < edits) await sleep(Math.max(0, used[turn] + 4000 - performance.now()))
    }
    await caughtUp()
    const ms = performance.now() - t0
    await sleep(300)
    const all = [...o.sv.next]
    for (const c of [o, ...writers]) c.close()
    return { ms, perSecond: Math.round(n / ms * 1000), chars: h.length(), want: all }
  }
}

const reply = m => { if (process.connected) process.send(m, () => {}) }
process.on('message', async ({ id, call, args }) => {
  let r; try { r = { id, value: await calls[call](args ?? {}) } } catch (e) { r = { id, error: String(e?.stack ?? e) } } reply(r)
})
process.on('unhandledRejection', e => { process.stderr.write('worker: ' + (e?.message ?? e) + '\n') })
process.on('disconnect', () => process.exit(0))
