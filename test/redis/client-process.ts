/** A process whose client shares an rpm limit with others through Redis, for tests. Told what to do by its first argument. */
import { redisState } from '../../src/redis/index.js'
import { ApiError } from '../../src/runtime/index.js'
import { limitedClient } from './limited-client.js'

export type Calls = {
  readonly url: string
  readonly namespace: string
  readonly rpm: number
  readonly count: number
  readonly everyMs: number
}

/** When each answered call was admitted, as near as can be told, milliseconds since 1970; and the codes of those that were not. */
export type Called = { readonly answered: readonly number[]; readonly codes: readonly string[]; readonly lost: number }

const calls: Calls = JSON.parse(process.argv[2] ?? '')
let lost = 0
const store = redisState({ url: calls.url, namespace: calls.namespace, timeoutMs: 5_000, onStatus: () => lost++ })
const call = limitedClient(store, calls.rpm)

process.once('message', async () => {
  const codes: string[] = []
  const answered: number[] = []
  const once = async () => {
    const sent = Date.now()
    try {
      await call()
      answered.push((sent + Date.now()) / 2)
    } catch (error) {
      if (!ApiError.is(error)) throw error
      codes.push(`${error.status} ${error.code}`)
    }
  }
  const all: Promise<void>[] = []
  const started = Date.now()
  for (let nth = 0; nth < calls.count; nth++) {
    const wait = started + nth * calls.everyMs - Date.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    all.push(once())
  }
  await Promise.all(all)
  await store.close()
  const result: Called = { answered, codes: [...new Set(codes)], lost }
  process.send?.(result, () => process.disconnect())
})
await store.budgets(['ready'], Date.now())
process.send?.('ready')
