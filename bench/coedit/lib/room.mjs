// Our own server's protocol (docs/coedit-protocol.md): Socket.IO with msgpack packets, one socket per page.
import { readFileSync } from 'node:fs'
import * as Y from 'yjs'
import notepack from 'notepack.io'
import { io } from 'socket.io-client'
import msgpackParser from 'socket.io-msgpack-parser'
import { MiniWS } from './ws.mjs'
import { YLight } from './light.mjs'
import { emptySV } from './yscan.mjs'

const NAMESPACE = '/collab'
const SCHEMA_FILE = new URL('../../../app/static/src/editor/schema.ts', import.meta.url)
const SCHEMA = Number(/SCHEMA_VERSION = (\d+)/.exec(readFileSync(SCHEMA_FILE, 'utf8'))[1])
const CONNECT = 0; const DISCONNECT = 1; const EVENT = 2; const ANSWER = 3; const REFUSED = 4

/** Who sits behind a client: `prepared` is what `flask bench prepare` printed. */
export const seat = ({ cfg, doc, user }) => {
  const { people, documents } = cfg.prepared
  const number = /^u\d+$/.test(user) ? +user.slice(1) : user === 'fresh' ? people.length - 1 : 0
  return { id: documents[doc], headers: { Cookie: people[number % people.length].cookie } }
}

/** Socket.IO packets on a bare WebSocket. */
class Socket {
  constructor ({ host, port, headers }) {
    const ws = this.ws = new MiniWS({ host, port, path: '/socket.io/?EIO=4&transport=websocket', headers })
    this.answers = new Map()
    this.onevent = this.onconnect = this.onclose = () => {}
    ws.onclose = e => this.onclose(e ?? 'closed ' + ws.closeCode)
    ws.onmessage = (bytes, binary) => {
      if (binary) return this._packet(notepack.decode(bytes))
      if (bytes[0] === 50) ws.sendText('3') // ping
      else if (bytes[0] === 48) this._send({ type: CONNECT, data: {} })
    }
  }

  emit (event, payload, answer) {
    const packet = { type: EVENT, data: [event, payload] }
    if (answer) { packet.id = this.answers.size; this.answers.set(packet.id, answer) }
    this._send(packet)
  }

  _send (packet) { this.ws.sendBinary(notepack.encode({ ...packet, nsp: NAMESPACE })) }

  _packet ({ type, data, id }) {
    if (type === EVENT) this.onevent(data[0], data[1])
    else if (type === ANSWER) this.answers.get(id)?.(data[0])
    else if (type === CONNECT) this.onconnect()
    else if (type === DISCONNECT || type === REFUSED) this.onclose(type === REFUSED ? 'refused: ' + data?.message : 'disconnected')
  }
}

export class RoomLight extends YLight {
  _start () {
    const { id, headers } = seat(this)
    this.id = id
    this.mid = 0
    this.sentAt = []
    const s = this.sio = new Socket({ host: this.host, port: this.port, headers })
    this.ws = s.ws
    s.onclose = e => this._fail(e)
    s.onconnect = () => s.emit('join', { doc: id, sv: emptySV, client_id: this.author.id, schema: SCHEMA }, answer => {
      if (answer.error) return this._fail('join: ' + answer.error)
      this.handleUpdate(answer.update)
      this._ok()
    })
    s.onevent = (event, told) => {
      if (event === 'update') this.handleUpdate(told.data)
      else if (event === 'ack') this._acknowledged(told.mid)
      else if (event === 'awareness') this.awarenessIn++
      else this._fail(`${event}: ${told.reason ?? ''}`) // refused, resync, not_saved, revoked: none may happen here
    }
  }

  _acknowledged (mid) {
    for (; this.acked < mid; this.acked++) { this.hooks?.ack?.(this.sentAt[0]); this.sentAt.shift() }
  }

  sendUpdate (data) { this.sentAt.push(performance.now()); this.sio.emit('update', { doc: this.id, mid: ++this.mid, data }) }
  sendAwareness (data) { this.sio.emit('awareness', { doc: this.id, data }) }
}

/** A Y.Doc behind the real socket.io-client, as in the editor. */
export function roomProvider (c, awareness) {
  const { id, headers } = seat(c)
  const s = io(`http://${c.host}:${c.port}${NAMESPACE}`, { extraHeaders: headers, parser: msgpackParser, transports: ['websocket'], forceNew: true, reconnection: false })
  let mid = 0
  const apply = data => Y.applyUpdate(c.ydoc, new Uint8Array(data), s)
  const synced = new Promise((resolve, reject) => {
    s.on('connect_error', reject)
    s.on('connect', () => s.emit('join', { doc: id, sv: Y.encodeStateVector(c.ydoc), client_id: c.ydoc.clientID, schema: SCHEMA }, answer => {
      if (answer.error) return reject(new Error('join: ' + answer.error))
      apply(answer.update)
      resolve()
    }))
  })
  s.on('update', told => apply(told.data))
  s.on('ack', told => { c.acked = told.mid })
  for (const event of ['refused', 'resync', 'not_saved', 'revoked', 'disconnect']) s.on(event, told => { c.dead ??= `${event}: ${told?.reason ?? told ?? ''}` })
  c.ydoc.on('update', (data, origin) => { if (origin !== s) s.emit('update', { doc: id, mid: ++mid, data }) })
  return { awareness, synced, close: () => s.close() }
}
