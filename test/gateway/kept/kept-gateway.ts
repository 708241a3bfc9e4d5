/** A gateway that keeps keys and spend, over a database of its own and the mock provider. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createGateway, type Gateway, type GatewayOptions } from '../../../src/gateway/gateway.js'
import type { GatewayLog } from '../../../src/gateway/log.js'
import { createMockProvider, type MockProvider, type MockScript } from '../../../src/testing/index.js'
import { createDatabase, testDatabase } from '../../support/postgres.js'
import { env, masterKey, yaml } from '../gateway-support.js'

/** Where suites of whole gateways keep what they keep. */
export const places: readonly { readonly kind: 'embedded' | 'postgres'; readonly isThere: boolean }[] = [
  { kind: 'embedded', isThere: true },
  { kind: 'postgres', isThere: Boolean(process.env[testDatabase]) },
]

/** At most so many of them, a PostgreSQL first: suites that ask much and depend little on the place ask one, in a soak both. */
export function placesIn(count: number): typeof places {
  return places.filter(({ isThere }) => isThere).slice(-count)
}

export type KeptOptions = {
  readonly kind: 'embedded' | 'postgres'
  /** Another gateway's database and provider: both are instances of one. */
  readonly beside?: Kept
  readonly script?: MockScript
  readonly yaml?: string
  readonly env?: { readonly [name: string]: string }
  readonly gateway?: Partial<GatewayOptions>
}

export type Answer = { readonly status: number; readonly body: ReturnType<typeof JSON.parse>; readonly headers: Headers }

export type Kept = {
  readonly gateway: Gateway
  readonly url: string
  readonly mock: MockProvider
  readonly folder: string
  readonly databaseUrl: string | undefined
  /** All that was logged, a line each. */
  readonly log: readonly string[]
  ask(method: string, path: string, body?: unknown, key?: string, headers?: { readonly [name: string]: string }): Promise<Answer>
  get(path: string, key?: string): Promise<Answer>
  post(path: string, body: unknown, key?: string, headers?: { readonly [name: string]: string }): Promise<Answer>
  /** A chat with the first model. */
  chat(key: string, more?: object): Promise<Answer>
  /** Once every row that there is so far is in the database. */
  settled(): Promise<void>
}

/** Opens it; gateway, provider and database end with the test. */
export async function openKept(options: KeptOptions): Promise<Kept> {
  const { kind, beside, script } = options
  const mock = beside?.mock ?? (await createMockProvider(script === undefined ? {} : { script }))
  const given = options.env?.DATABASE_URL ?? beside?.databaseUrl
  const database = kind === 'embedded' || given !== undefined ? undefined : await createDatabase(process.env[testDatabase] ?? '')
  const databaseUrl = given ?? database?.url
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-kept-'))
  const log: string[] = []
  const gateway = await createGateway({
    config: { source: (options.yaml ?? yaml).replaceAll('MOCK', mock.url) },
    env: { ...env, ...options.env, ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }) },
    dataFolder: folder,
    log: linesTo(log),
    ...options.gateway,
  })
  onTestFinished(async () => {
    await gateway.close(0)
    if (beside === undefined) await mock.close()
    await database?.drop()
    rmSync(folder, { recursive: true, force: true })
  })
  const url = await gateway.listen({ port: 0, host: '127.0.0.1' })
  return { gateway, url, mock, folder, databaseUrl, log, ...callsTo(url), settled: () => settled(gateway) }
}

/** Calls over the network, as clients make them. */
export function callsTo(url: string): Pick<Kept, 'ask' | 'get' | 'post' | 'chat'> {
  const ask: Kept['ask'] = async (method, path, body, key = masterKey, headers = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: isJson(answer) ? JSON.parse(text) : text, headers: answer.headers }
  }
  const post: Kept['post'] = (path, body, key, headers) => ask('POST', path, body, key, headers)
  return {
    ask,
    post,
    get: (path, key) => ask('GET', path, undefined, key),
    chat: (key, more = {}) => post('/chat/completions', { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], ...more }, key),
  }
}

function isJson({ headers }: Response): boolean {
  return headers.get('content-type')?.includes('json') === true
}

async function settled({ serving }: Gateway): Promise<void> {
  const { store } = serving
  if (store === undefined) throw new Error('this gateway keeps nothing')
  for (let round = 0; round < 200 && store.spend.waiting > 0; round++) await store.spend.flush()
  if (store.spend.waiting > 0) throw new Error(`${store.spend.waiting} rows are not in the database`)
}

function linesTo(lines: string[]): GatewayLog {
  const line = (level: string) => (facts: object, message: string) => void lines.push(`${level} ${message} ${JSON.stringify(facts)}`)
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error'), access: line('access') }
}
