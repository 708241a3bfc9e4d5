/** A gateway with keys in a database of its own, whose clock stands still, and a provider whose answers cost what the test says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import { hashKey } from '../../../src/gateway/auth/key-text.js'
import { createGateway, type Gateway } from '../../../src/gateway/gateway.js'
import type { AdminStore } from '../../../src/gateway/store/admin-store.js'
import * as tables from '../../../src/gateway/store/tables.js'
import type { StateStore } from '../../../src/protocol/state-store.js'
import { createMockProvider, type MockProvider, type MockScript } from '../../../src/testing/index.js'
import { env } from '../gateway-support.js'

/** A call costs 0.1 USD: a hundred tokens read and a hundred written. It may write two hundred, so that as much is reserved. */
export const callUsd = 0.1

const yaml = (more: string, models: string) => `
model_list:
  - model_name: paid
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, input_cost_per_token: 0.0005, output_cost_per_token: 0.0005 }
    model_info: { id: paid-1 }
  - model_name: other
    litellm_params: { model: openai/gpt-4o-mini, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, input_cost_per_token: 0.0005, output_cost_per_token: 0.0005 }
  - model_name: free
    litellm_params: { model: openai/free, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, input_cost_per_token: 0, output_cost_per_token: 0 }
  - model_name: unpriced
    litellm_params: { model: openai/nobody-knows, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: claude
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }
${models}
router_settings: { num_retries: 0, disable_cooldowns: true }
${more.includes('general_settings') ? '' : 'general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }'}
${more}
`

export type LimitsApp = {
  readonly gateway: Gateway
  readonly mock: MockProvider
  readonly store: AdminStore
  /** Where it listens; '' where it does not. */
  readonly url: string
  now: number
  /** Adds a key with this text and gives it back. */
  addKey(text: string, row?: Partial<typeof tables.keys.$inferInsert>): Promise<string>
  /** One small call. `more` goes into the body. */
  call(key: string, more?: object, headers?: { readonly [name: string]: string }): Promise<LightMyRequestResponse>
  close(): Promise<void>
}

export const start = Date.parse('2026-02-10T12:00:00Z')

/** Opens one; whoever opens it closes it. `more` and `models` are YAML. */
export async function openLimits(more = '', script: MockScript = {}, listens = false, models = '', state?: StateStore): Promise<LimitsApp> {
  const usage = { inputTokens: 100, outputTokens: 100 }
  const mock = await createMockProvider({ script: { '*': { text: 'so it is', usage }, ...script } })
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-limits-'))
  const path = join(folder, 'litellm_config.yaml')
  writeFileSync(path, yaml(more, models).replaceAll('MOCK', mock.url))
  const app: { now: number } = { now: start }
  const gateway = await createGateway({
    config: { path },
    env,
    dataFolder: join(folder, 'data'),
    client: { now: () => app.now },
    ...(state !== undefined && { state }),
  })
  const { store: kept } = gateway.serving
  if (kept === undefined) throw new Error('nothing is kept')
  const store = await kept.open()
  const url = listens ? await gateway.listen({ port: 0, host: '127.0.0.1' }) : ''
  return Object.assign(app, {
    gateway,
    mock,
    store,
    url,
    addKey: async (text: string, row: Partial<typeof tables.keys.$inferInsert> = {}) => {
      await store.connection.db.insert(tables.keys).values({ token: hashKey(text), keyName: `sk-...${text.slice(-4)}`, ...row })
      return text
    },
    call: (key: string, body: object = {}, headers: { readonly [name: string]: string } = {}) =>
      gateway.app.inject({
        method: 'POST',
        url: '/v1/chat/completions',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
        payload: JSON.stringify({ model: 'paid', max_tokens: 200, messages: [{ role: 'user', content: 'how is it?' }], ...body }),
      }),
    close: async () => {
      await gateway.close(0)
      await mock.close()
      rmSync(folder, { recursive: true, force: true })
    },
  })
}
