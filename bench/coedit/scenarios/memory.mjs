import { Rig, sleep, r2 } from '../lib/run.mjs'

export const defaults = { documents: 200, warm: 10, edits: 400, chars: 4000, procs: 1 }
export const help = 'memory that each further open document costs, one reader in each'

export async function run (a, p) {
  const documents = Array.from({ length: p.documents + p.warm }, (_, i) => 'memory-' + i)
  const rig = await new Rig(a, { needs: { people: 30, documents } }).up()
  try {
    for (const doc of documents) await rig.pool.g[0].call('history', { ...rig.addr, doc, edits: p.edits, chars: p.chars, seed: 7 })
    await sleep(a.flushMs)
    await rig.calm()
    await rig.s.stop()
    await rig.s.start()
    await rig.calm()
    const open = async list => { await rig.open(list.map((doc, i) => ({ idx: documents.indexOf(doc), doc, kind: 'light', base: 900000 })), { gapMs: 10 }); await rig.calm(); await sleep(1000) }
    await open(documents.slice(0, p.warm)) // what the first documents cost once is not what one costs
    const before = rig.s.sample().rss
    await open(documents.slice(p.warm))
    const after = rig.s.sample().rss
    return { documents: p.documents, before_mb: r2(before / 1048576), after_mb: r2(after / 1048576), kb_per_document: r2((after - before) / 1024 / p.documents) }
  } finally { await rig.down() }
}
export const columns = [['server', 'server_name'], ['documents', r => r.documents], ['RSS MB before', r => r.before_mb], ['after', r => r.after_mb], ['KB per document', r => r.kb_per_document]]
