import { Rig, quant, r2 } from '../lib/run.mjs'

export const defaults = { n: 50, rate: 3, seconds: 10, full: 3, 'mark-every': 3, del: 0, procs: 1, settle: 20 }
export const help = 'N clients in one document, each typing'

export async function run (a, p) {
  const doc = 'type-' + p.n
  const rig = await new Rig(a, { procs: p.procs, needs: { people: p.n + 1, documents: [doc] } }).up()
  try {
    const full = Math.min(p.full, p.n)
    const list = Array.from({ length: p.n }, (_, i) => ({ idx: i, doc, kind: i < full ? 'full' : 'light' }))
    await rig.open(list, { gapMs: 4 })
    const ids = list.map(x => x.idx)
    await rig.type(ids, { rate: p.rate, seconds: 1.5, markEvery: 1e9 }) // warm-up, not counted
    await rig.settle(10000)
    await rig.begin()
    const t = await rig.type(ids, { rate: p.rate, seconds: p.seconds, markEvery: p['mark-every'] })
    const c1 = rig.s.sample()
    const typing = (performance.now() - rig.t0) / 1000
    const settled = await rig.settle(p.settle * 1000)
    const rep = await rig.report()
    const cpuTyping = (c1.cpu - rig.c0.cpu) / typing * 100
    // markers: every one of them at every other client
    const want = t.markers.length * (p.n - 1)
    let got = 0
    const all = []
    for (const k of t.markers) { const s = rep.seen.get(k); if (s) { got += s[0]; if (s[0] >= p.n - 1) all.push(s[1] / 1e6) } }
    // replicas: the full ones and one that joins now must hold the same text
    const texts = (await rig.pool.all('texts', { doc })).flat().map(x => x.text)
    const lk = await rig.pool.g[0].call('look', { ...rig.addr, doc, quietMs: 400, maxMs: 6000 })
    const have = new Set(lk.found.map(m => m.slice(0, m.lastIndexOf('.'))))
    const fresh = t.markers.filter(k => !have.has(k)).length
    const same = texts.every(x => x === texts[0])
    const inText = texts.length ? t.markers.filter(k => !texts[0].includes('{#' + k + '.')).length : 0
    const light = rep.per.filter(x => x.kind === 'light')
    const med = k => quant(light.map(x => x[k] / typing), 0.5)
    return {
      n: p.n,
      edits: t.edits,
      edits_per_s: r2(t.edits / typing),
      latency_ms: rep.hist.summary(),
      to_all_ms: { p50: quant(all, 0.5), p95: quant(all, 0.95), max: quant(all, 1) },
      settle_ms: settled.ms,
      converged: settled.behind === 0 && same && fresh === 0 && inText === 0 && got === want && t.dead.length === 0,
      checks: { clients_behind: settled.behind, texts_equal: same, full_replicas: texts.length, missing_in_fresh_client: fresh, missing_in_text: inText, marker_deliveries: got, marker_deliveries_wanted: want, dead: t.dead.slice(0, 3), examples: settled.examples },
      per_client: { bytes_in_per_s: med('in'), bytes_out_per_s: med('out'), frames_in_per_s: med('frames'), updates_in_per_s: med('updates') },
      server: { ...rep.server, cpu_pct_typing: r2(cpuTyping), cpu_ms_per_edit: r2((rep.server.cpu_s * 1000) / t.edits), first_cpu_ms_per_edit: r2((rep.server.first_cpu_s * 1000) / t.edits) },
      generator: rep.gen,
      generator_bound: rep.generator_bound,
      others_pct: rep.others_pct,
      late_edits: t.late
    }
  } finally { await rig.down() }
}

export const columns = [['server', 'server_name'], ['N', r => r.n], ['edits/s', r => r.edits_per_s], ['p50 ms', r => r.latency_ms.p50], ['p95', r => r.latency_ms.p95], ['p99', r => r.latency_ms.p99], ['max', r => r.latency_ms.max], ['to all p95', r => r.to_all_ms.p95], ['converged', r => r.converged ? 'yes' : 'NO'], ['srv CPU %', r => r.server.cpu_pct_typing], ['CPU ms/edit', r => r.server.cpu_ms_per_edit], ['without worker', r => r.server.first_cpu_ms_per_edit], ['RSS MB', r => r.server.rss_peak_mb], ['in B/s/client', r => r.per_client.bytes_in_per_s], ['frames/s/client', r => r.per_client.frames_in_per_s], ['gen CPU %', r => r.generator.map(g => Math.round(g.cpu_pct)).join('+')], ['gen-bound', r => r.generator_bound ? 'YES' : 'no'], ['others % of box', r => r.others_pct]]
