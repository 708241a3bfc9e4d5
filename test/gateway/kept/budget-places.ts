/** Gateways that share a budget: one process, two with a Redis between them, workers behind one port. */
import { onTestFinished } from 'vitest'
import type { StateStore } from '../../../src/protocol/state-store.js'
import { redisState } from '../../../src/redis/index.js'
import type { MockProvider, MockScript } from '../../../src/testing/index.js'
import { provider, serving } from '../../cli/serve-process.js'
import { createDatabase, testDatabase } from '../../support/postgres.js'
import { openRedis, redisProgram } from '../../support/servers.js'
import { masterKey } from '../gateway-support.js'
import { callsTo, type Kept, openKept } from './kept-gateway.js'

/** A call reads 10 tokens and writes 190, and costs this much. */
export const callUsd = 0.02
/** It may write 300: as much and its prompt is reserved, which is counted roughly. */
export const mostTokens = 300
export const reservedUsd = 0.036

const usage = { inputTokens: 10, outputTokens: 190 }
const script: MockScript = {
  'gpt-4o': { usage },
  // long enough for calls that begin together to be under way together
  'gpt-4o-mini': { usage, delayMs: 500 },
  streamed: { text: 'one two three four five six', stallMs: 100 },
}

const model = (name: string, upstream: string) =>
  `  - { model_name: ${name}, litellm_params: { model: openai/${upstream}, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, input_cost_per_token: 0.0001, output_cost_per_token: 0.0001 } }`

const yaml = (router = '') => `
model_list:
${model('gpt-4o', 'gpt-4o')}
${model('held', 'gpt-4o-mini')}
${model('streamed', 'streamed')}
router_settings: { num_retries: 0, disable_cooldowns: true${router} }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`

export type Shared = Pick<Kept, 'get' | 'post'> & {
  readonly mock: Pick<MockProvider, 'requests'>
  /** Where calls go, one after the other. */
  readonly urls: readonly string[]
  /** Where limits are counted; undefined where nobody outside can ask. */
  readonly state: StateStore | undefined
}

/** In how many ways a budget may be shared; each ends with the test. */
export const ways: readonly { readonly name: string; readonly isThere: boolean; open(): Promise<Shared> }[] = [
  { name: 'one process', isThere: true, open: onOne },
  { name: 'two processes with a Redis', isThere: Boolean(process.env[testDatabase]) && hasRedis(), open: onTwo },
  { name: 'two workers', isThere: Boolean(process.env[testDatabase]), open: onWorkers },
]

function hasRedis(): boolean {
  return Boolean(process.env.REDIS_URL) || redisProgram() !== undefined
}

async function onOne(): Promise<Shared> {
  const { url, mock, gateway, get, post } = await openKept({ kind: 'embedded', yaml: yaml(), script, env: {} })
  return { urls: [url], mock, get, post, state: gateway.serving.state }
}

async function onTwo(): Promise<Shared> {
  const redis = await openRedis()
  if (redis === undefined) throw new Error('there is no Redis')
  onTestFinished(() => redis.stop())
  const state = redisState({ url: redis.url, timeoutMs: 5_000 })
  onTestFinished(() => state.close())
  const { mock, text, env } = await ofProcesses(`, redis_url: "${redis.url}"`)
  const servers = await Promise.all([0, 1].map(() => serving(text, { env })))
  return { urls: servers.map(({ url }) => url), mock, ...callsTo(servers[0]?.url ?? ''), state }
}

async function onWorkers(): Promise<Shared> {
  const { mock, text, env } = await ofProcesses()
  const { url } = await serving(text, { args: ['--workers', '2'], env })
  return { urls: [url], mock, ...callsTo(url), state: undefined }
}

async function ofProcesses(router?: string) {
  const mock = await provider(script)
  const database = await createDatabase(process.env[testDatabase] ?? '')
  onTestFinished(() => database.drop())
  return { mock, text: yaml(router).replaceAll('MOCK', mock.url), env: { DATABASE_URL: database.url, LITELLM_MASTER_KEY: masterKey } }
}
