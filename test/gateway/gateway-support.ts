/** A gateway over the mock provider: a config in a folder of its own, and everything closed after the test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { createApp } from '../../src/gateway/app.js'
import type { CallObserver } from '../../src/gateway/call-record.js'
import { createGateway, type Gateway, type GatewayOptions } from '../../src/gateway/gateway.js'
import { silentLog } from '../../src/gateway/log.js'
import type { GatewayView, Route } from '../../src/gateway/route.js'
import type { Serving } from '../../src/gateway/serving.js'
import { ServingDesk } from '../../src/gateway/serving-desk.js'
import { createMockProvider, type MockProvider, type MockScript } from '../../src/testing/index.js'

export const masterKey = 'sk-test-master-key'
/** The key of the provider, which nothing that a client sees may show. */
export const providerKey = 'sk-provider-planted-key'

export type Setup = {
  readonly gateway: Gateway
  readonly mock: MockProvider
  /** The config, to be overwritten. */
  readonly path: string
  /** Where it listens; '' where it does not. */
  readonly url: string
}

export type SetupOptions = {
  readonly script?: MockScript
  /** The config; the mock's address is put in the place of `MOCK`. */
  readonly yaml?: string
  readonly env?: { readonly [name: string]: string }
  readonly listens?: boolean
  readonly gateway?: Partial<GatewayOptions>
}

export const yaml = `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: first }
  - model_name: claude
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }
  - model_name: embed
    litellm_params: { model: openai/text-embedding-3-small, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: failing
    litellm_params: { model: openai/gpt-4o-mini, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
router_settings:
  num_retries: 0
  disable_cooldowns: true
general_settings:
  master_key: os.environ/LITELLM_MASTER_KEY
`

export const env = { PROVIDER_KEY: providerKey, LITELLM_MASTER_KEY: masterKey }

/** Starts mock and gateway; both end with the test. */
export async function setUp(options: SetupOptions = {}): Promise<Setup> {
  const mock = await createMockProvider(options.script === undefined ? {} : { script: options.script })
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-gateway-'))
  const path = join(folder, 'litellm_config.yaml')
  writeFileSync(path, (options.yaml ?? yaml).replaceAll('MOCK', mock.url))
  const gateway = await createGateway({ config: { path }, env: options.env ?? env, ...options.gateway })
  onTestFinished(async () => {
    await gateway.close(0)
    await mock.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const url = options.listens === false ? '' : await gateway.listen({ port: 0, host: '127.0.0.1' })
  return { gateway, mock, path, url }
}

/** The app over a serving of the test's own making, which whoever made it closes. It listens to nothing and reads nothing anew. */
export function appOver(serving: Serving, served: readonly Route[], observers: readonly CallObserver[] = []): Promise<FastifyInstance> {
  const gateway: GatewayView = {
    routes: served,
    inFlight: () => 0,
    observers,
    metricsText: async () => '',
    lastReload: () => ({ ok: true }),
    reload: async () => ({ ok: true }),
  }
  const desk = new ServingDesk({ ...serving, close: async () => undefined })
  const stopping = new AbortController().signal
  return createApp({ desk, gateway, log: silentLog, loopDelay: () => 0, maxLoopDelayMs: 1, stopping })
}

export const authorised = { authorization: `Bearer ${masterKey}` }

/** Everything a stream gives. */
export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = []
  for await (const each of stream) seen.push(each)
  return seen
}
