/** The thread of the embedded database: answers PostgreSQL's protocol, one message after the other. */
import { existsSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { WorkerMessage } from './embedded-stream.js'
import { type Hashed, unpackFolder } from './prepared-folder.js'

/** Folder of the data, made where it is not there, out of the package's archive if that has these migrations; undefined: in memory. */
export type WorkerData = { readonly folder: string | undefined; readonly migrations: readonly Hashed[] }

/** Of PGlite's own 128 MB, all of which it would claim at once, a gateway's tables need few: the system keeps files in memory, too. */
const memory = ['-c', 'shared_buffers=24MB']

const port = parentPort
if (port === null) throw new Error('llmgen bug: the embedded database was started outside a thread')
const say = (message: WorkerMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

// the thread is started with data of this type alone
const { folder, migrations } = workerData as WorkerData
// here and not in the thread that answers: it is 40 MB in a thousand files
if (folder !== undefined && !existsSync(folder)) await unpackFolder(folder, migrations)
const startParams = [...PGlite.defaultStartParams, ...memory]
const database = await PGlite.create(folder === undefined ? { startParams } : { dataDir: folder, startParams })
let queue: Promise<void> = Promise.resolve()
port.on('message', (asked: Uint8Array | 'close') => {
  queue = queue.then(async () => {
    try {
      if (asked === 'close') {
        await database.close()
        port.close()
        return
      }
      // a copy: what comes back may be a view of the database's own memory
      const bytes = new Uint8Array(await database.execProtocolRaw(asked))
      say({ bytes }, [bytes.buffer])
    } catch (error) {
      // what is wrong with a query comes as bytes: this is the database itself, which nobody can ask any more
      say({ failed: error instanceof Error ? error.message : String(error) })
      process.exit(1)
    }
  })
})
say({ ready: true })
