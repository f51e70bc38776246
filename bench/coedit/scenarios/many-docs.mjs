import { Rig, r2 } from '../lib/run.mjs'

export const defaults = { steps: '25,50,100,200,400', clients: 3, rate: 10, seconds: 5, limit: 250, procs: 1 }
export const help = 'M documents x 3 clients typing; the highest M with p95 under the limit'

export async function run (a, p) {
  const steps = String(p.steps).split(',').map(Number)
  const out = []
  let best = 0
  for (const m of steps) {
    const documents = Array.from({ length: m }, (_, d) => `many-${d}`)
    const rig = await new Rig(a, { procs: p.procs, needs: { people: 10 * p.clients, documents } }).up()
    try {
      const list = []
      for (let d = 0; d < m; d++) for (let c = 0; c < p.clients; c++) list.push({ idx: d * p.clients + c, doc: documents[d], kind: 'light' })
      const t0 = performance.now()
      await rig.open(list, { gapMs: 2 })
      const openMs = performance.now() - t0
      await rig.type(list.map(x => x.idx), { rate: p.rate, seconds: 1, markEvery: 1e9 })
      await rig.settle(8000)
      await rig.begin()
      const t = await rig.type(list.map(x => x.idx), { rate: p.rate, seconds: p.seconds, markEvery: p.rate })
      const typing = (performance.now() - rig.t0) / 1000
      const c1 = rig.s.sample()
      const settled = await rig.settle(10000)
      const rep = await rig.report()
      const s = rep.hist.summary()
      const ok = s.p95 !== null && s.p95 < p.limit && settled.behind === 0
      out.push({ m, open_ms: r2(openMs), edits_per_s: r2(t.edits / typing), latency_ms: s, behind: settled.behind, cpu_pct: r2((c1.cpu - rig.c0.cpu) / typing * 100), rss_peak_mb: rep.server.rss_peak_mb, gen: rep.gen, generator_bound: rep.generator_bound, others_pct: rep.others_pct, ok })
      if (ok) best = m; else break
    } finally { await rig.down() }
  }
  return { best, at_end_of_list: best === steps.at(-1), steps: out }
}
const last = r => r.steps.filter(s => s.ok).at(-1) ?? r.steps[0]
export const columns = [['server', 'server_name'], ['highest M', r => (r.at_end_of_list ? '>= ' : '') + r.best], ['edits/s there', r => last(r)?.edits_per_s], ['p50', r => last(r)?.latency_ms.p50], ['p95', r => last(r)?.latency_ms.p95], ['srv CPU %', r => last(r)?.cpu_pct], ['RSS MB', r => last(r)?.rss_peak_mb], ['next step p95', r => { const b = r.steps.at(-1); return b.ok ? '-' : `M=${b.m}: ${b.latency_ms.p95}` }], ['gen CPU %', r => last(r)?.gen.map(g => Math.round(g.cpu_pct)).join('+')], ['gen-bound', r => r.steps.some(s => s.generator_bound) ? 'YES' : 'no'], ['others % of box', r => last(r)?.others_pct]]
