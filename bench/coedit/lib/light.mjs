// Light clients: the real wire protocols without a Y.Doc per client, so that one core can
// stand for hundreds of editors. Every update is read (state vector + markers).
import { MiniWS } from './ws.mjs'
import { scanUpdate, SV, LightAuthor, findMarkers, emptySV } from './yscan.mjs'

const cat = (...a) => Buffer.concat(a.map(x => Buffer.isBuffer(x) ? x : Buffer.from(x)))
const vuBuf = n => { const a = []; while (n > 127) { a.push((n % 128) | 128); n = Math.floor(n / 128) } a.push(n); return Buffer.from(a) }
const vbuf = b => cat(vuBuf(b.length), b)
const vstr = s => vbuf(Buffer.from(s))
const rdVu = (b, p) => { let n = 0; let m = 1; for (;;) { const r = b[p++]; n += (r & 127) * m; if (r < 128) return [n, p]; m *= 128 } }
const rdBuf = (b, p) => { const [n, q] = rdVu(b, p); return [b.subarray(q, q + n), q + n] }

const awarenessBytes = (id, clock, state) => cat([1], vuBuf(id), vuBuf(clock), vstr(JSON.stringify(state)))

/** What every client offers; `hooks.marker(str)` is called for each marker seen in remote changes. */
export class YLight {
  constructor ({ port, host, doc, user, cfg = {}, clientID, hooks }) {
    Object.assign(this, { port, host, doc, user, cfg, hooks })
    this.sv = new SV()
    this.author = new LightAuthor(clientID)
    this.acked = 0
    this.updates = 0
    this.awarenessIn = 0
    this.synced = false
    this.aclock = 0
    this.drop = null
  }

  async connect () {
    this.t0 = performance.now()
    return new Promise((resolve, reject) => {
      this._ok = () => { if (!this.synced) { this.synced = true; this.syncMs = performance.now() - this.t0; resolve(this.syncMs) } }
      this._fail = e => { this.dead = String(e?.message ?? e); if (!this.synced) reject(e instanceof Error ? e : new Error(this.dead)) }
      this._start()
    })
  }

  handleUpdate (buf) {
    this.updates++
    const t = this.hooks?.marker
    scanUpdate(buf, (c, k, l) => this.sv.add(c, k, l), t ? (a, b) => findMarkers(buf, a, b, m => t(m, this)) : null)
    this.hooks?.update?.(buf, this)
  }

  insert (s) {
    const u = this.author.insert(s)
    this.sendUpdate(u)
    return this.author.clock
  }

  sendRaw (u) { this.sendUpdate(Buffer.from(u)) }

  cursor (pos) {
    const at = { type: null, tname: 'default', item: { client: this.author.id, clock: pos }, assoc: 0 }
    this.sendAwareness(awarenessBytes(this.author.id, ++this.aclock, { user: { name: this.user, color: '#30bced' }, cursor: { anchor: at, head: at } }))
  }

  own () { return [this.author.id, this.author.clock] }
  missing (want) { const own = this.author.id; let m = 0; for (const [c, n] of want) if (c !== own) m += Math.max(0, n - this.sv.get(c)); return m }
  get bytesIn () { return this.ws.bytesIn }
  get bytesOut () { return this.ws.bytesOut }
  get frames () { return this.ws.frames }
  close () { this.ws?.close() }
}

/** y-websocket: /<doc>, [0|1][...] */
export class YwsLight extends YLight {
  _start () {
    const ws = this.ws = new MiniWS({ host: this.host, port: this.port, path: (this.cfg.path ?? '/') + encodeURIComponent(this.doc) + (this.cfg.search ?? ''), headers: this.cfg.headers })
    ws.onclose = e => this._fail(e ?? 'closed')
    ws.onopen = () => ws.sendBinary(cat([0, 0], vbuf(emptySV)))
    ws.onmessage = b => {
      if (b[0] === 0) {
        if (b[1] === 0) return
        const [u] = rdBuf(b, 2)
        this.handleUpdate(u)
        if (b[1] === 1) this._ok()
      } else if (b[0] === 1) this.awarenessIn++
      else if (b[0] === 100) this.acked++ // the reference server's own ack
    }
  }

  sendUpdate (u) { this.ws.sendBinary(cat([0, 2], vbuf(u))) }
  sendAwareness (u) { this.ws.sendBinary(cat([1], vbuf(u))) }
}

/** hocuspocus: <doc>[type][...], acks each update with SyncStatus */
export class HocusLight extends YLight {
  _start () {
    const ws = this.ws = new MiniWS({ host: this.host, port: this.port, path: this.cfg.path ?? '/', headers: this.cfg.headers })
    const name = this.name = vstr(this.doc)
    ws.onclose = e => this._fail(e ?? 'closed ' + ws.closeCode)
    ws.onopen = () => ws.sendBinary(cat(name, [2, 0], vstr(this.cfg.token ?? 'bench'), vstr('4.8.0')))
    ws.onmessage = b => {
      let [, p] = rdBuf(b, 0)
      const type = b[p++]
      if (type === 0 || type === 4) {
        const sub = b[p++]
        if (sub === 0) return
        const [u] = rdBuf(b, p)
        this.handleUpdate(u)
        if (sub === 1) this._ok()
      } else if (type === 1) this.awarenessIn++
      else if (type === 2) {
        if (b[p] === 2) ws.sendBinary(cat(name, [0, 0], vbuf(emptySV)))
        else if (b[p] === 1) this._fail('auth refused')
      } else if (type === 8) { if (b[p] === 1) this.acked++ }
    }
  }

  sendUpdate (u) { this.ws.sendBinary(cat(this.name, [0, 2], vbuf(u))) }
  sendAwareness (u) { this.ws.sendBinary(cat(this.name, [1], vbuf(u))) }
}
