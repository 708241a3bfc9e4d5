/** Gateways as they are run for many callers: a virtual key with a budget and limits, a user, a team, and a row for each request. */
import { join } from 'node:path'
import { createDatabase, startPostgres } from '../../support/postgres.js'
import { startRedis } from '../../support/servers.js'
import { type BenchCase, cases } from './cases.js'
import { countingProxy } from './counting-proxy.js'
import { type Contender, llmgen, masterKey, type Origins, type Served } from './servers.js'

/** One such gateway. */
export type Keyed = {
  readonly contender: Contender
  /** Highest allowed ratio of CPU to the bare pass-through. */
  readonly budget: number
  /** Makes the key, once the gateway runs. */
  readonly prepare: () => Promise<void>
  /** Its database runs in a thread of its own. */
  readonly isEmbedded: boolean
  /** Questions for a caller that came to the database so far; undefined where nobody counts. */
  readonly lookUps: () => number | undefined
}

/** Stands in the question for a caller, and in nothing else that a gateway asks. */
const callerMark = 'left join "team_members"'
const high = { max_budget: 1_000_000, rpm_limit: 1_000_000_000, tpm_limit: 1_000_000_000_000 }
const owners = { user_id: 'bench-user', team_id: 'bench-team' }

/** With PostgreSQL, with PostgreSQL and Redis, and embedded; those whose servers are not on this machine are left out. */
export async function keyedGateways(
  origins: Origins,
  folder: string,
  nodeOptions = (_name: string): readonly string[] => [],
): Promise<readonly Keyed[]> {
  const all: Keyed[] = []
  const add = async (name: string, budget: number, served: Pick<Served, 'general' | 'router'>, lookUps: Keyed['lookUps']) => {
    let key = masterKey
    const flags = ['--data-folder', join(folder, `data-${name}`)]
    const contender = await llmgen(cases, origins, folder, { name, ...served, flags, key: () => key }, nodeOptions(name))
    const prepare = async () => {
      key = await makeKey(contender)
    }
    all.push({ contender, budget, isEmbedded: name === 'keys-embedded', lookUps, prepare })
  }
  const postgres = await startPostgres()
  const redis = await startRedis()
  for (const cache of postgres === undefined ? [] : [undefined, redis]) {
    const { url } = await createDatabase(postgres?.url ?? '')
    const proxy = await countingProxy(url, callerMark)
    const general = `database_url: "${proxy.url}"`
    if (cache === undefined) await add('keys-postgres', 1.3, { general, router: '' }, proxy.count)
    else await add('keys-redis', 1.45, { general, router: `redis_url: "${cache.url}"` }, proxy.count)
    if (redis === undefined) break
  }
  await add('keys-embedded', 1.3, { general: 'database_url: ""', router: '' }, () => undefined)
  return all
}

async function makeKey(contender: Contender): Promise<string> {
  const ask = async (path: string, body: object): Promise<{ readonly key?: string }> => {
    const headers = { authorization: `Bearer ${masterKey}`, 'content-type': 'application/json' }
    const response = await fetch(`http://127.0.0.1:${contender.port}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (response.status !== 200) throw new Error(`${contender.name}: ${path} answers ${response.status}: ${await response.text()}`)
    // an answer of our own
    return (await response.json()) as { readonly key?: string }
  }
  await ask('/team/new', { team_id: owners.team_id, ...high })
  await ask('/user/new', { user_id: owners.user_id, ...high, auto_create_key: false })
  const { key } = await ask('/key/generate', { ...owners, ...high })
  if (key === undefined) throw new Error(`${contender.name} made no key`)
  return key
}

/** With many calls open, as a gateway has them, and with few, where all wait for each other's wake-ups. */
export const keyedConnections = [64, 8] as const

/** What is asked of them. */
export const keyedCase = (): BenchCase => {
  const [chat] = cases
  if (chat === undefined) throw new Error('there is no case')
  return { ...chat, title: 'small chat with a virtual key, limits and spend rows' }
}
