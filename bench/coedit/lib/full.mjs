// Full clients: a Y.Doc behind each server's own provider from npm.
import * as Y from 'yjs'
import WebSocket from 'ws'
import { Awareness } from 'y-protocols/awareness'
import { MARKER_RE } from './yscan.mjs'
import { roomProvider } from './room.mjs'

const providers = {
  async yws (c, wsClass) {
    const { WebsocketProvider } = await import('y-websocket')
    const p = new WebsocketProvider(`ws://${c.host}:${c.port}`, c.doc, c.ydoc, { WebSocketPolyfill: wsClass, disableBc: true, resyncInterval: -1 })
    return { awareness: p.awareness, synced: new Promise(resolve => p.once('sync', resolve)), close: () => p.destroy() }
  },
  async hocus (c, wsClass) {
    const { HocuspocusProvider, HocuspocusProviderWebsocket } = await import('@hocuspocus/provider')
    const s = new HocuspocusProviderWebsocket({ url: `ws://${c.host}:${c.port}`, WebSocketPolyfill: wsClass })
    const p = new HocuspocusProvider({ websocketProvider: s, name: c.doc, document: c.ydoc, token: 'bench' })
    p.attach()
    return { awareness: p.awareness, synced: new Promise(resolve => p.on('synced', resolve)), close: () => { p.destroy(); s.destroy() } }
  },
  async room (c) { return roomProvider(c, new Awareness(c.ydoc)) }
}

export class FullClient {
  constructor (o) {
    Object.assign(this, o)
    this.acked = this.updates = this.awarenessIn = this.frames = 0
    this.ydoc = new Y.Doc()
    this.ydoc.clientID = o.clientID
    this.root = this.ydoc.getXmlFragment('default')
    this.root.observeDeep((events, tr) => { if (!tr.local) for (const e of events) this._read(e) })
    this.ydoc.on('update', (u, o, d, tr) => { if (!tr.local) this.updates++ })
    this.last = null // where this author's words end
    this.socks = []
  }

  /** the markers in what came, also in whole new paragraphs */
  _read (event) {
    for (const { insert } of event.delta) {
      const words = typeof insert === 'string' ? insert : Array.isArray(insert) ? insert.map(String).join('') : ''
      if (words.length > 7) for (const m of words.matchAll(MARKER_RE)) this.hooks?.marker?.(m[1], this)
    }
  }

  async connect () {
    const t0 = performance.now()
    const socks = this.socks
    class WS extends WebSocket { constructor (...a) { super(...a); socks.push(this) } }
    this.p = await providers[this.proto](this, WS)
    this.p.awareness?.on('update', () => this.awarenessIn++)
    let timer
    await Promise.race([this.p.synced, new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('full client: no sync in 60 s')), 60000) })])
    clearTimeout(timer)
    this.syncMs = performance.now() - t0
    return this.syncMs
  }

  insert (s) {
    if (!this.text) {
      this.text = new Y.XmlText(s)
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [this.text])
      this.root.insert(this.root.length, [paragraph])
    } else this.text.insert(this.text.length, s)
    return Y.getState(this.ydoc.store, this.ydoc.clientID)
  }

  words () { return this.root.toString() }
  cursor (pos) { this.p.awareness.setLocalStateField('cursor', { anchor: pos, head: pos }) }
  own () { return [this.ydoc.clientID, Y.getState(this.ydoc.store, this.ydoc.clientID)] }
  missing (want) { let m = 0; for (const [c, n] of want) m += Math.max(0, n - Y.getState(this.ydoc.store, c)); return m }
  get bytesIn () { return this.socks.reduce((a, s) => a + (s._socket?.bytesRead ?? 0), 0) }
  get bytesOut () { return this.socks.reduce((a, s) => a + (s._socket?.bytesWritten ?? 0), 0) }
  close () { try { this.p?.close() } catch {} this.ydoc.destroy() }
}
