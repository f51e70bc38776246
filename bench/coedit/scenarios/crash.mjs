import { Rig, sleep, r2, quant } from '../lib/run.mjs'
import { rng } from '../lib/history.mjs'

export const defaults = { times: 5, clients: 5, rate: 5, min: 2, max: 9, seed: 11, procs: 1 }
export const help = 'SIGKILL at a random moment, restart, fresh replicas: what was seen or acknowledged and is gone'

export async function run (a, p) {
  const r = rng(p.seed)
  for (let i = 0; i < 5; i++) r()
  const rounds = []
  const doc = 'crash'
  for (let k = 0; k < p.times; k++) {
    const rig = await new Rig(a, { needs: { people: p.clients + 1, documents: [doc] } }).up()
    try {
      const g = rig.pool.g[0]
      const list = Array.from({ length: p.clients }, (_, i) => ({ idx: i, doc, kind: 'light' }))
      await rig.open(list)
      await g.call('journalStart', { ids: list.map(x => x.idx), rate: p.rate })
      const after = p.min + r() * (p.max - p.min)
      await sleep(after * 1000)
      const tKill = Number(process.hrtime.bigint())
      await rig.s.kill('SIGKILL')
      await sleep(150)
      const j = await g.call('journalEnd', { ids: list.map(x => x.idx) })
      await g.call('close')
      await rig.pool.end() // nothing of the old replicas is left
      const t0 = performance.now()
      await rig.s.start()
      await rig.gens()
      const lk = await rig.pool.g[0].call('look', { ...rig.addr, doc })
      const back = new Set(lk.found)
      const when = new Map(j.issued)
      const lostSeen = j.seen.filter(m => !back.has(m))
      const lostAcked = j.acked.filter(m => !back.has(m))
      const oldest = Math.min(...lostSeen.map(m => when.get(m) ?? Infinity))
      rounds.push({ after_s: r2(after), issued: j.issued.length, seen: j.seen.length, acked: j.acked.length, lost_seen: lostSeen.length, lost_acked: lostAcked.length, seconds_lost: lostSeen.length ? r2((tKill - oldest) / 1e9) : 0, restored: back.size, reopen_error: lk.error, back_ms: r2(performance.now() - t0) })
    } finally { await rig.down() }
  }
  const sum = k => rounds.reduce((x, y) => x + y[k], 0)
  return { times: p.times, issued: sum('issued'), seen: sum('seen'), acked: sum('acked'), lost_seen: sum('lost_seen'), lost_acked: sum('lost_acked'), rounds_with_loss: rounds.filter(x => x.lost_seen).length, seconds_lost_median: quant(rounds.map(x => x.seconds_lost), 0.5), seconds_lost_worst: Math.max(...rounds.map(x => x.seconds_lost)), rounds }
}
export const columns = [['server', 'server_name'], ['kills', r => r.times], ['edits', r => r.issued], ['seen by others', r => r.seen], ['LOST seen', r => r.lost_seen], ['acked', r => r.acked], ['LOST acked', r => r.lost_acked], ['kills with loss', r => r.rounds_with_loss], ['s lost median', r => r.seconds_lost_median], ['s lost worst', r => r.seconds_lost_worst]]
