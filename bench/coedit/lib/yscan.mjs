// Yjs update (v1) tools that need no Y.Doc: read which structs an update carries, keep a
// state vector from that, write the update of somebody typing in a run of their own.
import * as Y from 'yjs'

let B, P
const vu = () => {
  let n = 0
  let m = 1
  for (;;) {
    const r = B[P++]
    n += (r & 127) * m
    if (r < 128) return n
    m *= 128
    if (P > B.length) throw new Error('short update')
  }
}
const skipStr = () => { const n = vu(); P += n }
const skipInt = () => { while (B[P++] > 127); }
const skipAny = () => { // a value of an attribute
  const kind = B[P++]
  if (kind === 125) skipInt()
  else if (kind === 124) P += 4
  else if (kind === 123 || kind === 122) P += 8
  else if (kind === 119 || kind === 116) skipStr()
  else if (kind === 118) { const n = vu(); for (let k = 0; k < n; k++) { skipStr(); skipAny() } } else if (kind === 117) { const n = vu(); for (let k = 0; k < n; k++) skipAny() }
}

/** cb(client, clock, len) for each run of structs; str(from, to) for each string content */
export function scanUpdate (buf, cb, str) {
  B = buf; P = 0
  const clients = vu()
  for (let i = 0; i < clients; i++) {
    const n = vu()
    const client = vu()
    let clock = vu()
    for (let j = 0; j < n; j++) {
      const info = B[P++]
      const ref = info & 31
      if (ref === 0) { const len = vu(); cb(client, clock, len); clock += len; continue }
      if (ref === 10) { clock += vu(); continue }
      if (info & 128) { vu(); vu() }
      if (info & 64) { vu(); vu() }
      if (!(info & 192)) {
        if (vu() === 1) skipStr(); else { vu(); vu() }
        if (info & 32) skipStr()
      }
      let len = 1
      switch (ref) {
        case 1: len = vu(); break
        case 2: len = vu(); for (let k = 0; k < len; k++) skipStr(); break
        case 3: skipStr(); break
        case 4: {
          const bytes = vu()
          const from = P
          P += bytes
          len = bytes
          for (let k = from; k < P; k++) if (B[k] > 127) { len = buf.toString('utf8', from, P).length; break }
          const keep = P
          if (str) { str(from, P); B = buf; P = keep }
          break
        }
        case 5: skipStr(); break
        case 6: skipStr(); skipStr(); break
        case 7: { const t = vu(); if (t === 3 || t === 5) skipStr(); break }
        case 8: len = vu(); for (let k = 0; k < len; k++) skipAny(); break
        default: return scanSlow(buf, cb)
      }
      cb(client, clock, len)
      clock += len
    }
  }
}
function scanSlow (buf, cb) {
  for (const s of Y.decodeUpdate(buf).structs) if (!(s instanceof Y.Skip)) cb(s.id.client, s.id.clock, s.length)
}

export class SV {
  constructor () { this.next = new Map(); this.gaps = new Map() }
  add (client, clock, len) {
    const have = this.next.get(client) ?? 0
    const end = clock + len
    if (clock <= have) {
      if (end > have) {
        this.next.set(client, end)
        const g = this.gaps.get(client)
        if (g) { this.gaps.delete(client); for (const [c, l] of g) this.add(client, c, l) }
      }
    } else {
      const g = this.gaps.get(client)
      if (g) g.push([clock, len]); else this.gaps.set(client, [[clock, len]])
    }
  }
  get (c) { return this.next.get(c) ?? 0 }
  missing (want) { let m = 0; for (const [c, n] of want) m += Math.max(0, n - this.get(c)); return m }
}

const pushVu = (a, n) => { while (n > 127) { a.push((n % 128) | 128); n = Math.floor(n / 128) } a.push(n) }
const pushStr = (a, s) => { pushVu(a, s.length); for (let i = 0; i < s.length; i++) a.push(s.charCodeAt(i)) }
const ROOT = 'default' // the editors' XML fragment
const TYPE = 7; const STRING = 4; const ELEMENT = 3; const TEXT = 6

/** Someone typing ASCII in a paragraph of their own: first <paragraph> with its text, then character after character. */
export class LightAuthor {
  constructor (clientID) { this.id = clientID; this.clock = 0 }
  insert (s) {
    const first = this.clock === 0
    const a = [1, first ? 3 : 1]
    pushVu(a, this.id); pushVu(a, this.clock)
    if (first) {
      a.push(TYPE, 1); pushStr(a, ROOT); a.push(ELEMENT); pushStr(a, 'paragraph')
      a.push(TYPE, 0); pushVu(a, this.id); a.push(0, TEXT) // inside struct 0
      a.push(STRING, 0); pushVu(a, this.id); a.push(1) // inside struct 1
      this.clock = 2
    } else { a.push(0x80 | STRING); pushVu(a, this.id); pushVu(a, this.clock - 1) }
    pushStr(a, s)
    a.push(0)
    this.clock += s.length
    return Buffer.from(a)
  }
}

export const emptySV = Buffer.from([0])
export const emptyUpdate = Buffer.from([0, 0])

// Markers: {#<client index>.<sequence>.<ns of the machine's monotonic clock>#}
export const marker = (c, q) => `{#${c}.${q}.${process.hrtime.bigint()}#}`
const OPEN = Buffer.from('{#')
const CLOSE = Buffer.from('#}')
export function findMarkers (buf, from, to, cb) {
  if (to - from < 8) return
  let p = from
  for (;;) {
    const a = buf.indexOf(OPEN, p)
    if (a < 0 || a >= to) return
    const b = buf.indexOf(CLOSE, a)
    if (b < 0 || b >= to) return
    cb(buf.latin1Slice(a + 2, b))
    p = b + 2
  }
}
export const MARKER_RE = /\{#(\d+\.\d+\.\d+)#\}/g
