// The servers under test: { name, persistent, versions(), prepare?({dataDir, needs}), server({port, dataDir, host})
// -> {cmd, args, env, cwd, ready}, client: {proto, cfg}, flushMs }
import { fileURLToPath } from 'node:url'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ours } from '../servers/ours.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const PEERS = process.env.PEERS ?? path.join(root, 'peers')
const NODE = process.execPath
const version = name => { try { return name + ' ' + JSON.parse(readFileSync(path.join(PEERS, 'node_modules', name, 'package.json'))).version } catch { return name + ' ?' } }
const versions = (...names) => () => names.map(version).join(', ')
const script = name => path.join(root, 'servers', name)

const hocuspocus = (name, sqlite) => ({
  name,
  persistent: sqlite,
  versions: versions('@hocuspocus/server', '@hocuspocus/extension-sqlite', 'better-sqlite3'),
  flushMs: 3000,
  server: ({ port, dataDir, host }) => ({ cmd: NODE, args: [script('hocuspocus.mjs')], env: { PEERS, PORT: String(port), HOST: host, ...(sqlite ? { SQLITE: path.join(dataDir, 'hp.sqlite') } : {}) } }),
  client: { proto: 'hocus', cfg: {} }
})
const yWebsocket = (name, level) => ({
  name,
  persistent: level,
  versions: versions('@y/websocket-server', 'y-leveldb'),
  flushMs: 3000,
  server: ({ port, dataDir, host }) => ({ cmd: NODE, args: [path.join(PEERS, 'node_modules/@y/websocket-server/src/server.js')], env: { PORT: String(port), HOST: host, ...(level ? { YPERSISTENCE: path.join(dataDir, 'level') } : {}) } }),
  client: { proto: 'yws', cfg: {} }
})
const reference = (name, env) => ({
  name,
  persistent: (env.PERSIST ?? 'none') !== 'none',
  versions: () => 'servers/reference.mjs',
  flushMs: 2500,
  server: ({ port, dataDir, host }) => ({ cmd: NODE, args: [script('reference.mjs')], env: { PORT: String(port), HOST: host, DATA: dataDir, ...env } }),
  client: { proto: 'yws', cfg: { search: '?ack=1' } }
})
const list = [
  ours,
  hocuspocus('hocuspocus', true), hocuspocus('hocuspocus-mem', false),
  yWebsocket('y-websocket', false), yWebsocket('y-websocket-leveldb', true),
  reference('ref', {}), reference('ref-durable', { PERSIST: 'log', ACK: '1' }), reference('ref-batch20', { BATCH_MS: '20', PERSIST: 'log', FSYNC: '1', ACK: '1' }),
  reference('ref-lossy', { DROP: '0.01' }), reference('ref-slow', { DELAY: '300' }), reference('ref-lazy', { PERSIST: 'lazy', LAZY_MS: '2000', ACK: '1' }), reference('ref-forgets', { PERSIST: 'none', ACK: '1' })
]
export const names = list.map(a => a.name)
export function adapter (name) {
  const found = list.find(a => a.name === name)
  if (!found) throw new Error(`no server ${name}; known: ${names.join(', ')}`)
  return found
}
