// This repository's own server, as it is shipped: `python wsgi.py` with its worker, SQLite, synchronous FULL.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import os from 'node:os'
import path from 'node:path'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const bin = name => path.join(repository, '.venv/bin', name)
const settings = dataDir => ({ QINGLAN_DATA_DIR: dataDir, QINGLAN_DATABASE_URL: '', QINGLAN_REDIS_URL: '', QINGLAN_DEMO: 'false', QINGLAN_SQLITE_SYNCHRONOUS: 'FULL' })

// An installation is made once for each combination of people and documents, and copied.
const made = new Map()
let shelf
function install ({ people, documents }) {
  const key = JSON.stringify([people, documents])
  if (made.has(key)) return made.get(key)
  if (!shelf) {
    shelf = mkdtempSync(path.join(process.env.BENCH_TMP ?? os.tmpdir(), 'coedit-prepared-'))
    process.on('exit', () => rmSync(shelf, { recursive: true, force: true }))
  }
  const dataDir = path.join(shelf, String(made.size))
  mkdirSync(dataDir)
  const run = (name, ...args) => execFileSync(bin(name), args, { cwd: repository, env: { ...process.env, ...settings(dataDir) }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 })
  run('alembic', 'upgrade', 'head')
  const prepared = JSON.parse(run('flask', '--app', 'wsgi', 'bench', 'prepare', '--people', String(people), '--documents', ...documents))
  made.set(key, { dataDir, prepared })
  return made.get(key)
}

export const ours = {
  name: 'ours',
  persistent: true,
  flushMs: 3000,
  versions: () => execFileSync('git', ['describe', '--always', '--dirty'], { cwd: repository, encoding: 'utf8' }).trim(),
  /** what the clients have to know: sign-ins and document numbers */
  prepare ({ dataDir, needs }) {
    const { dataDir: from, prepared } = install(needs)
    cpSync(from, dataDir, { recursive: true })
    return prepared
  },
  server: ({ port, dataDir, host }) => ({ cmd: bin('python'), args: ['wsgi.py'], cwd: repository, env: { ...settings(dataDir), PORT: String(port), HOST: host }, ready: '/healthz' }),
  client: { proto: 'room', cfg: { pages: 40, window: 200 } } // a page may send 60 updates a second, 240 at once
}
