import { Rig, r2, quant } from '../lib/run.mjs'

export const defaults = { n: 50, hz: 5, typists: 2, rate: 5, seconds: 8, procs: 1 }
export const help = 'N clients move cursors while two type'

export async function run (a, p) {
  const doc = 'aware'
  const rig = await new Rig(a, { procs: p.procs, needs: { people: p.n + p.typists, documents: [doc] } }).up()
  try {
    const list = Array.from({ length: p.n + p.typists }, (_, i) => ({ idx: i, doc, kind: 'light' }))
    await rig.open(list, { gapMs: 4 })
    const typers = list.slice(0, p.typists).map(x => x.idx)
    const movers = list.slice(p.typists).map(x => x.idx)
    const watch = async cur => {
      await rig.begin()
      const [t, sent] = await Promise.all([rig.type(typers, { rate: p.rate, seconds: p.seconds, markEvery: 1 }), cur ? rig.cursors(movers, { hz: p.hz, seconds: p.seconds }) : 0])
      const rep = await rig.report()
      return { t, sent, rep, sum: rep.hist.summary() }
    }
    const calm = await watch(false)
    const busy = await watch(true)
    const settled = await rig.settle(15000)
    const aw = busy.rep.per.map(x => x.aw)
    return { n: p.n, hz: p.hz, sent_per_s: r2(busy.sent / busy.rep.wall), aw_frames_per_client_s: r2(quant(aw, 0.5) / busy.rep.wall), calm: calm.sum, busy: busy.sum, behind: settled.behind, cpu_pct: busy.rep.server.cpu_pct, cpu_pct_calm: calm.rep.server.cpu_pct, in_bytes_per_client_s: r2(quant(busy.rep.per.map(x => x.in / busy.rep.wall), 0.5)), rss_peak_mb: busy.rep.server.rss_peak_mb, gen: busy.rep.gen, generator_bound: busy.rep.generator_bound, others_pct: busy.rep.others_pct }
  } finally { await rig.down() }
}
export const columns = [['server', 'server_name'], ['N', r => r.n], ['cursor moves/s', r => r.sent_per_s], ['awareness frames/s/client', r => r.aw_frames_per_client_s], ['typist p50 calm', r => r.calm?.p50], ['p95 calm', r => r.calm?.p95], ['p50 busy', r => r.busy?.p50], ['p95 busy', r => r.busy?.p95], ['srv CPU %', r => r.cpu_pct], ['in B/s/client', r => r.in_bytes_per_client_s], ['RSS MB', r => r.rss_peak_mb], ['gen CPU %', r => r.gen?.map(g => Math.round(g.cpu_pct)).join('+')], ['gen-bound', r => r.generator_bound ? 'YES' : 'no'], ['others % of box', r => r.others_pct]]
