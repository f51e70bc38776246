#!/usr/bin/env node
// Can the harness fail? Runs it against servers that lose, forget, lie and dawdle on purpose,
// and against one that does not. Exits 1 when a fault goes unnoticed or a sound server is blamed.
import { adapter } from './lib/adapters.mjs'
import { scanUpdate, SV, LightAuthor } from './lib/yscan.mjs'
import { history } from './lib/history.mjs'
import * as Y from 'yjs'
const type = await import('./scenarios/type.mjs')
const crash = await import('./scenarios/crash.mjs')
const cold = await import('./scenarios/cold-open.mjs')
let bad = 0
const say = (ok, what, got) => { if (!ok) bad++; console.log((ok ? 'ok   ' : 'FAIL ') + what + (got === undefined ? '' : '  [' + got + ']')) }

{ // the update reader against Yjs itself, the hand-written author against a Y.Doc
  const sv = new SV()
  const d = new Y.Doc()
  const h = history({ edits: 3000, chars: 6000, seed: 3 })
  for (const { update } of h.updates()) { scanUpdate(Buffer.from(update), (c, k, l) => sv.add(c, k, l)); Y.applyUpdate(d, update) }
  let same = true
  for (const [c, s] of d.store.clients) { const l = s[s.length - 1]; if (sv.get(c) !== l.id.clock + l.length) same = false }
  say(same && sv.next.size === d.store.clients.size && h.length() === d.getXmlFragment('default').get(0).get(0).length, 'state vectors read from raw updates equal those of Yjs')
  const whole = new SV()
  scanUpdate(Buffer.from(Y.encodeStateAsUpdate(d)), (c, k, l) => whole.add(c, k, l))
  say([...d.store.clients.keys()].every(c => whole.get(c) === sv.get(c)), 'the same from the whole document as one update')
  const a = new LightAuthor(4000000001)
  const b = new Y.Doc()
  Y.applyUpdate(b, a.insert('one ')); Y.applyUpdate(b, a.insert('two')); Y.applyUpdate(b, a.insert(' three'))
  say(b.getXmlFragment('default').toString() === '<paragraph>one two three</paragraph>', 'hand-written typing updates make the text they should')
  const gap = new SV()
  gap.add(1, 0, 2); gap.add(1, 5, 2)
  say(gap.get(1) === 2 && gap.missing([[1, 7]]) === 5, 'a hole in the history is a hole')
}
const T = { ...type.defaults, n: 8, seconds: 4, rate: 5, settle: 3, full: 2 }
const sound = await type.run(adapter('ref'), T)
say(sound.converged, 'sound server: converges', JSON.stringify(sound.checks.examples))
const lossy = await type.run(adapter('ref-lossy'), T)
say(!lossy.converged, 'server that drops 1 % of its messages to one receiver: noticed', `behind ${lossy.checks.clients_behind}, deliveries ${lossy.checks.marker_deliveries}/${lossy.checks.marker_deliveries_wanted}`)
const slow = await type.run(adapter('ref-slow'), T)
say(slow.converged && slow.latency_ms.p50 > 295 && slow.latency_ms.p50 < sound.latency_ms.p50 + 450, 'server that holds messages for 300 ms: measured as such', `p50 ${slow.latency_ms.p50} ms against ${sound.latency_ms.p50}`)
say(slow.latency_ms.p50 - sound.latency_ms.p50 > 280, 'and the difference is the delay', slow.latency_ms.p50 - sound.latency_ms.p50)
const C = { ...crash.defaults, times: 2, clients: 3, min: 3, max: 5 }
const forgets = await crash.run(adapter('ref-forgets'), C)
say(forgets.lost_seen > 0 && forgets.lost_seen === forgets.seen && forgets.lost_acked === forgets.acked && forgets.acked > 0, 'server that keeps nothing: everything seen and acknowledged is lost', `${forgets.lost_seen}/${forgets.seen}, acked ${forgets.lost_acked}/${forgets.acked}`)
const lazy = await crash.run(adapter('ref-lazy'), C)
say(lazy.lost_acked > 0 && lazy.lost_seen > 0 && lazy.lost_seen < lazy.seen && lazy.seconds_lost_worst <= 2.6, 'server that saves every 2 s but acknowledges at once: the last seconds are missed', `lost ${lazy.lost_seen}/${lazy.seen}, worst ${lazy.seconds_lost_worst} s`)
const durable = await crash.run(adapter('ref-durable'), C)
say(durable.lost_seen === 0 && durable.lost_acked === 0 && durable.seen > 0 && durable.acked > 0, 'server that writes before it tells: nothing lost', `seen ${durable.seen}, acked ${durable.acked}`)
const batch = await crash.run(adapter('ref-batch20'), C)
say(batch.lost_seen === 0 && batch.lost_acked === 0 && batch.seen > 0, 'the same with 20 ms batches', `seen ${batch.seen}`)
const co = await cold.run(adapter('ref-durable'), { ...cold.defaults, edits: 2000, chars: 5000, times: 1 })
say(co.complete && co.cold_ms > 0, 'cold open of a kept document is complete', co.cold_ms + ' ms')
const cf = await cold.run(adapter('ref-forgets'), { ...cold.defaults, edits: 300, chars: 900, times: 1, giveUpMs: 3000 })
say(!cf.complete, 'cold open of a forgotten document is not')
console.log(bad ? `${bad} FAILED` : 'all good')
process.exit(bad ? 1 : 0)
