/** The embedded database: PGlite in a thread of its own, so that a batch of rows holds no stream up. */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { threadModule } from '../package-files.js'
import { loadPg } from '../packages.js'
import { type Connection, connectionOver } from './connection.js'
import { WorkerSocket } from './embedded-stream.js'
import type { WorkerData } from './embedded-worker.js'
import { lockFolder } from './folder-lock.js'
import { shippedMigrations } from './migrate.js'
import { readArchive, unpackFolder } from './prepared-folder.js'

/**
 * Opens the database of `folder`, which is made where it is not there, out of the package's archive if that has one; undefined
 * keeps everything in memory. What it lacks of the newest schema is for `migrate`.
 */
export async function openEmbedded(folder: string | undefined): Promise<Connection> {
  const unlock = folder === undefined ? () => {} : lockFolder(folder)
  try {
    if (folder !== undefined && !existsSync(folder)) prepare(folder)
    return await open(folder, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

function prepare(folder: string): void {
  const archive = readArchive(shippedMigrations())
  if (archive !== undefined) unpackFolder(archive, folder)
}

/** Longest wait for the session, milliseconds: longer than any transaction; who waits in vain is told. */
const sessionMs = 60_000

async function open(folder: string | undefined, unlock: () => void): Promise<Connection> {
  const { Pool } = await loadPg()
  const worker = await startWorker({ folder })
  // one session is all it has: transactions wait for one another
  const pool = new Pool({
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: sessionMs,
    user: 'postgres',
    database: 'postgres',
    ssl: false,
    stream: () => new WorkerSocket(worker),
  })
  pool.on('error', () => {
    // the thread has ended: the next query says so to whoever asks it
  })
  return connectionOver(pool, {
    kind: 'embedded',
    // it has one process, which tells itself: see `changes.ts`
    listen: async () => async () => {},
    closed: async () => {
      const ended = once(worker, 'exit')
      worker.postMessage('close')
      await ended
      unlock()
    },
  })
}

async function startWorker(data: WorkerData): Promise<Worker> {
  const worker = new Worker(threadModule('store/embedded-worker'), { workerData: data })
  worker.unref()
  // rejects with what the thread fails with
  await once(worker, 'message')
  return worker
}
