/** The embedded database: PGlite in a thread of its own, so that a batch of rows holds no stream up. */
import { Worker } from 'node:worker_threads'
import { threadModule } from '../package-files.js'
import { loadPg } from '../packages.js'
import { type Connection, connectionOver } from './connection.js'
import { WorkerSocket } from './embedded-stream.js'
import type { WorkerData } from './embedded-worker.js'
import { lockFolder } from './folder-lock.js'
import { shippedMigrations } from './migrate.js'

/** Hears that the thread ended by itself: nothing can be asked any more, and the folder can be opened anew. */
export type OnEnd = (why: string) => void

/**
 * Opens the database of `folder`, which is made where it is not there, out of the package's archive if that has one; undefined
 * keeps everything in memory. What it lacks of the newest schema is for `migrate`.
 */
export async function openEmbedded(folder: string | undefined, onEnd: OnEnd = () => {}): Promise<Connection> {
  const unlock = folder === undefined ? () => {} : lockFolder(folder)
  try {
    return await open(folder, unlock, onEnd)
  } catch (error) {
    unlock()
    throw error
  }
}

/** Longest wait for the session, milliseconds: longer than any transaction; who waits in vain is told. */
const sessionMs = 60_000

async function open(folder: string | undefined, unlock: () => void, onEnd: OnEnd): Promise<Connection> {
  const { Pool } = await loadPg()
  const thread = await startThread({ folder, migrations: shippedMigrations().map(({ hash }) => ({ hash })) })
  let isClosing = false
  void thread.ended.then((why) => {
    unlock()
    if (!isClosing) onEnd(why)
  })
  // one session is all it has: transactions wait for one another
  const pool = new Pool({
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: sessionMs,
    user: 'postgres',
    database: 'postgres',
    ssl: false,
    stream: () => new WorkerSocket(thread.worker),
  })
  pool.on('error', () => {
    // the thread has ended: `onEnd` hears of it
  })
  return connectionOver(pool, {
    kind: 'embedded',
    // it has one process, which tells itself: see `changes.ts`
    listen: async () => async () => {},
    closed: async () => {
      isClosing = true
      thread.worker.postMessage('close')
      await thread.ended
    },
  })
}

type Thread = {
  readonly worker: Worker
  /** Why it ended, once it has; never rejects. */
  readonly ended: Promise<string>
}

/** Resolves once the database answers; rejects with what the thread fails with. */
async function startThread(data: WorkerData): Promise<Thread> {
  const worker = new Worker(threadModule('store/embedded-worker'), { workerData: data })
  worker.unref()
  let failure: Error | undefined
  worker.on('error', (error: unknown) => {
    failure = error instanceof Error ? error : new Error(String(error))
  })
  const ended = new Promise<string>((resolve) => {
    worker.once('exit', (code) => resolve(failure?.message ?? `the thread of the embedded database ended with code ${code}`))
  })
  const isReady = new Promise<true>((resolve) => worker.once('message', () => resolve(true)))
  const first = await Promise.race([isReady, ended])
  if (first !== true) throw new Error(`${folderOf(data)}: ${await ended}`, { cause: failure })
  return { worker, ended }
}

/** Where to look. A folder that is damaged cannot be mended here, and whoever reads this decides what becomes of it. */
function folderOf({ folder }: WorkerData): string {
  if (folder === undefined) return 'the embedded database in memory'
  return `the embedded database in ${folder} (where it is damaged, put a copy in its place, or move it away to begin with an empty one)`
}
