import { Rig, sleep, r2, median } from '../lib/run.mjs'

export const defaults = { edits: 20000, chars: 50000, times: 3, seed: 7, procs: 1 }
export const help = 'time to first synced state of a document with a long past, after a server restart'

export async function run (a, p) {
  const doc = 'cold'
  const rig = await new Rig(a, { needs: { people: 3, documents: [doc] } }).up()
  try {
    const h = await rig.pool.g[0].call('history', { ...rig.addr, doc, edits: p.edits, chars: p.chars, seed: p.seed })
    // let it put everything on disk: flushMs, then until it is calm
    const f0 = performance.now()
    await sleep(a.flushMs)
    await rig.calm()
    const flush = performance.now() - f0
    const cold = []; const full = []; const warm = []; const start = []
    let complete = true
    let missing = 0
    let bytes = null
    const openOne = async (idx, kind) => {
      const t0 = performance.now()
      const [r] = await rig.open([{ idx, doc, kind, base: 900000, timeout: 60000 }], { tolerant: true })
      if (r.error) { complete = false; return null }
      { const s = await rig.pool.g[0].call('settle', { want: { [doc]: h.want }, timeoutMs: p.giveUpMs ?? 15000, skip: [] }); if (s.badCount) { complete = false; missing = Math.max(missing, s.bad[0]?.[1] ?? 0) } }
      const ms = performance.now() - t0
      const rep = await rig.pool.g[0].call('report')
      if (kind === 'light') bytes = rep.per.find(x => x.idx === idx)?.in ?? bytes
      return ms
    }
    for (let i = 0; i < p.times; i++) {
      for (const kind of ['light', 'full']) {
        await rig.s.stop()
        await rig.s.start()
        start.push(rig.s.startMs)
        await rig.calm()
        const ms = await openOne(1, kind)
        ;(kind === 'light' ? cold : full).push(ms)
        if (kind === 'light') { const w = await openOne(2, 'light'); warm.push(w) }
        await rig.pool.all('close')
        await sleep(300)
      }
    }
    return { edits: p.edits, chars: h.chars, ingest_s: r2(h.ms / 1000), ingest_per_s: h.perSecond, flush_s: r2(flush / 1000), cold_ms: r2(median(cold)), cold_all: cold.map(r2), cold_full_ms: r2(median(full)), warm_ms: r2(median(warm)), bytes_in: bytes, complete, missing_structs: missing, start_ms: r2(median(start)), rss_peak_mb: r2(rig.s.peak / 1048576) }
  } finally { await rig.down() }
}
export const columns = [['server', 'server_name'], ['edits', r => r.edits], ['chars', r => r.chars], ['ingest edits/s', r => r.ingest_per_s], ['then busy s', r => r.flush_s], ['cold open ms', r => r.cold_ms], ['+ Y.Doc ms', r => r.cold_full_ms], ['warm join ms', r => r.warm_ms], ['bytes', r => r.bytes_in], ['complete', r => r.complete ? 'yes' : 'NO, lacks ' + r.missing_structs], ['srv start ms', r => r.start_ms], ['RSS MB', r => r.rss_peak_mb]]
