import { Rig, sleep, r2, quant } from '../lib/run.mjs'

export const defaults = { joiners: 100, within: 1000, typists: 3, rate: 5, edits: 5000, chars: 50000, procs: 1 }
export const help = '100 clients join a 50 kB document within a second while 3 type'

export async function run (a, p) {
  const doc = 'storm'
  const rig = await new Rig(a, { procs: p.procs, needs: { people: p.joiners + p.typists, documents: [doc] } }).up()
  try {
    await rig.pool.g[0].call('history', { ...rig.addr, doc, edits: p.edits, chars: p.chars, seed: 7 })
    await rig.calm()
    const typists = Array.from({ length: p.typists }, (_, i) => ({ idx: i, doc, kind: 'light' }))
    await rig.open(typists)
    const ids = typists.map(x => x.idx)
    await rig.begin()
    const calm = await rig.type(ids, { rate: p.rate, seconds: 4, markEvery: 1 })
    const before = (await rig.report()).hist.summary()
    await rig.begin()
    const c0 = rig.s.sample()
    const typing = rig.type(ids, { rate: p.rate, seconds: 3, markEvery: 1 })
    await sleep(500)
    const joiners = Array.from({ length: p.joiners }, (_, i) => ({ idx: 100 + i, doc, kind: 'light', timeout: 30000 }))
    const parts = rig.pool.share(joiners)
    const gap = p.within / p.joiners * rig.pool.g.length
    const res = (await Promise.all(rig.pool.g.map((g, i) => g.call('open', { ...rig.addr, list: parts[i], gapMs: gap, bare: true })))).flat()
    const t = await typing
    const rep = await rig.report()
    const settled = await rig.settle(15000)
    const ms = res.filter(x => !x.error).map(x => x.ms)
    return { joiners: p.joiners, failed: res.filter(x => x.error).length, sync_ms: { p50: quant(ms, 0.5), p95: quant(ms, 0.95), max: quant(ms, 1) }, typists_calm: before, typists_storm: rep.hist.summary(), edits: calm.edits + t.edits, behind: settled.behind, cpu_s: r2(rig.s.sample().cpu - c0.cpu), rss_peak_mb: rep.server.rss_peak_mb, gen: rep.gen, generator_bound: rep.generator_bound, others_pct: rep.others_pct }
  } finally { await rig.down() }
}
export const columns = [['server', 'server_name'], ['joiners', r => r.joiners], ['failed', r => r.failed], ['sync p50 ms', r => r.sync_ms.p50], ['p95', r => r.sync_ms.p95], ['max', r => r.sync_ms.max], ['typist p95 before', r => r.typists_calm.p95], ['p95 in storm', r => r.typists_storm.p95], ['max in storm', r => r.typists_storm.max], ['behind', r => r.behind], ['srv CPU s', r => r.cpu_s], ['RSS MB', r => r.rss_peak_mb], ['gen CPU %', r => r.gen.map(g => Math.round(g.cpu_pct)).join('+')], ['others % of box', r => r.others_pct]]
