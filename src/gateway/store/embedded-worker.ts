/** The thread of the embedded database: answers PostgreSQL's protocol, one message after the other. */
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { WorkerMessage } from './embedded-stream.js'

/** Folder of the data; undefined keeps it in memory. */
export type WorkerData = { readonly folder: string | undefined }

const port = parentPort
if (port === null) throw new Error('llmgen bug: the embedded database was started outside a thread')
const say = (message: WorkerMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

// the thread is started with data of this type alone
const { folder } = workerData as WorkerData
const database = await PGlite.create(folder === undefined ? {} : { dataDir: folder })
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
      say({ failed: error instanceof Error ? error.message : String(error) })
    }
  })
})
say({ ready: true })
