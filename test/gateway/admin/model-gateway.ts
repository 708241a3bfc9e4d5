/** Gateways that keep models, over a mock provider and a database of the test's own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createGateway, type Gateway, type GatewayOptions } from '../../../src/gateway/gateway.js'
import { createMockProvider, type MockProvider } from '../../../src/testing/index.js'
import { createDatabase, testDatabase } from '../../support/postgres.js'
import { env, masterKey, yaml } from '../gateway-support.js'

/** A key of a provider as an administrator gives it: nothing that is stored or answered may show it. */
export const plantedKey = 'sk-proj-planted0123456789abcdefghij'
export const saltKey = 'salt-planted-0123456789'

/** What a suite opens, closed in the opposite order. */
export class Opened {
  readonly #closing: (() => unknown)[] = []

  add(close: () => unknown): void {
    this.#closing.push(close)
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close()
  }

  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'llmgen-models-'))
    this.add(() => rmSync(folder, { recursive: true, force: true }))
    return folder
  }

  async mock(): Promise<MockProvider> {
    const mock = await createMockProvider()
    this.add(() => mock.close())
    return mock
  }
}

/** One that is closed when the test ends. */
export function openedInTest(): Opened {
  const opened = new Opened()
  onTestFinished(() => opened.close())
  return opened
}

export type ModelGateway = Awaited<ReturnType<typeof openModelGateway>>

export type ModelGatewayOptions = {
  readonly mock: MockProvider
  readonly dataFolder: string
  readonly env?: { readonly [name: string]: string }
  readonly gateway?: Partial<GatewayOptions>
}

/** The environment of gateways that share a database: a PostgreSQL where there is one, else what is in their data folder. */
export async function sharedDatabase(opened: Opened): Promise<{ readonly DATABASE_URL?: string }> {
  const server = process.env[testDatabase]
  if (!server) return {}
  const made = await createDatabase(server)
  opened.add(() => made.drop())
  return { DATABASE_URL: made.url }
}

/** A gateway over the usual config that keeps models. */
export async function openModelGateway(opened: Opened, { mock, dataFolder, ...given }: ModelGatewayOptions) {
  const warnings: string[] = []
  const note = (_facts: object, message: string) => void warnings.push(message)
  const source = `${yaml.replaceAll('MOCK', mock.url)}  store_model_in_db: true\n`
  const gateway = await createGateway({
    config: { source },
    env: { ...env, LITELLM_SALT_KEY: saltKey, ...given.env },
    dataFolder,
    log: { debug: () => undefined, info: () => undefined, warn: note, error: note },
    ...given.gateway,
  })
  opened.add(() => gateway.close(0))
  return { gateway, warnings, mock, ...callsOf(gateway) }
}

/** The body of a model of the mock provider. */
export function addedTo({ url }: MockProvider, more: object = {}) {
  return { model_name: 'added', litellm_params: { model: 'openai/gpt-4o-mini', api_base: `${url}/v1`, api_key: plantedKey, ...more } }
}

function callsOf({ app }: Gateway) {
  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown, key = masterKey) => {
    const answer = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${key}` },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    })
    return { status: answer.statusCode, body: answer.json(), text: answer.body }
  }
  const post = (url: string, body: unknown, key?: string) => ask('POST', url, body, key)
  return {
    post,
    get: (url: string, key?: string) => ask('GET', url, undefined, key),
    patch: (url: string, body: unknown, key?: string) => ask('PATCH', url, body, key),
    remove: (url: string, key?: string) => ask('DELETE', url, undefined, key),
    /** Status of a chat completion. */
    chat: async (model: string, key?: string) =>
      (await post('/v1/chat/completions', { model, messages: [{ role: 'user', content: 'hi' }] }, key)).status,
    /** Ids of all models that are shown. */
    shownIds: async (key?: string): Promise<readonly string[]> => {
      const { body } = await ask('GET', '/model/info', undefined, key)
      return body.data.map(({ model_info: info }: { readonly model_info: { readonly id: string } }) => info.id)
    },
  }
}
