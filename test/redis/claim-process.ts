/** A process that offers calls to the state on Redis, for tests of what several processes share. Told what by its first argument. */
import { type Claim, isRefusal } from '../../src/protocol/state-store.js'
import { redisState } from '../../src/redis/index.js'

export type Offers = {
  readonly url: string
  readonly namespace: string
  readonly claims: readonly Claim[]
  readonly count: number
  /** Pause between two offers, milliseconds; 0 offers all at once. */
  readonly everyMs: number
  /** How far this process's clock is ahead. */
  readonly skewMs: number
  /** What each admitted call costs; without it none is settled. */
  readonly costNanoUsd?: number
}

/** When each admitted call was offered and answered by the true clock, milliseconds since 1970. */
export type Offered = { readonly admitted: readonly { readonly sent: number; readonly answered: number }[]; readonly lost: number }

const offers: Offers = JSON.parse(process.argv[2] ?? '')
let lost = 0
const store = redisState({
  url: offers.url,
  namespace: offers.namespace,
  // Many processes may share one core here.
  timeoutMs: 5_000,
  onStatus: () => lost++,
})

async function offer(admitted: { sent: number; answered: number }[]): Promise<void> {
  const sent = Date.now()
  const admission = await store.reserve(offers.claims, sent + offers.skewMs)
  if (isRefusal(admission)) return
  admitted.push({ sent, answered: Date.now() })
  if (offers.costNanoUsd !== undefined)
    await store.settle(admission, { tokens: 0, costNanoUsd: offers.costNanoUsd }, Date.now() + offers.skewMs)
}

process.once('message', async () => {
  const admitted: { sent: number; answered: number }[] = []
  const started = Date.now()
  const all: Promise<void>[] = []
  for (let nth = 0; nth < offers.count; nth++) {
    const wait = started + nth * offers.everyMs - Date.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    all.push(offer(admitted))
  }
  await Promise.all(all)
  await store.close()
  const result: Offered = { admitted, lost }
  process.send?.(result, () => process.disconnect())
})
await store.budgets(['ready'], Date.now())
process.send?.('ready')
