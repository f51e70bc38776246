// A paragraph with a past: `edits` updates by four authors, ending near `chars` characters.
import * as Y from 'yjs'

export function rng (seed) { let s = seed >>> 0 || 1; return () => { s ^= s << 13; s >>>= 0; s ^= s >>> 17; s ^= s << 5; s >>>= 0; return s / 4294967296 } }

export function history ({ edits, chars, seed = 7 }) {
  const r = rng(seed)
  const doc = new Y.Doc()
  const t = new Y.XmlText()
  const pDel = 0.2
  const avg = chars / edits / (1 - 2 * pDel)
  let pos = 0
  return {
    length: () => t.length,
    * updates () {
      let last
      const on = u => { last = u }
      doc.on('update', on)
      doc.clientID = 7_000_001
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [t])
      doc.getXmlFragment('default').insert(0, [paragraph])
      yield { update: last, client: doc.clientID, clock: Y.getState(doc.store, doc.clientID) }
      for (let i = 0; i < edits; i++) {
        if (i % 50 === 0) { doc.clientID = 7_000_001 + Math.floor(r() * 4); pos = Math.floor(r() * t.length) }
        const n = Math.max(1, Math.floor(avg * (0.5 + r()) + r()))
        last = null
        if (r() < pDel && t.length > n * 2) { if (pos < n) pos = n; t.delete(pos - n, n); pos -= n } else {
          let s = ''
          for (let k = 0; k < n; k++) s += r() < 0.17 ? ' ' : String.fromCharCode(97 + Math.floor(r() * 26))
          if (r() < 0.01) s = '\n' + s.slice(1)
          t.insert(pos, s)
          pos += s.length
        }
        yield { update: last, client: doc.clientID, clock: Y.getState(doc.store, doc.clientID) }
      }
      doc.off('update', on)
    }
  }
}
