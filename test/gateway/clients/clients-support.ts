/** A gateway for official clients: one model for each format behind it, and one for each other endpoint. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { CallRecord } from '../../../src/gateway/call-record.js'
import { createGateway, type Gateway } from '../../../src/gateway/gateway.js'
import { createMockProvider, type MockProvider, type MockScript } from '../../../src/testing/index.js'
import { env } from '../gateway-support.js'

/** Names of chat models, by the format of the host behind them. */
export const formats = ['openai', 'anthropic', 'gemini', 'bedrock'] as const

/** Names of embedding models, by the format of the host behind them. */
export const embedders = ['embed', 'embed-gemini', 'embed-cohere'] as const

/** A line of `model_list`; the mock's address is put in the place of `MOCK`. */
export const entry = (name: string, model: string, base: string, mode?: string): string =>
  [
    `  - model_name: ${name}`,
    `    litellm_params: { model: ${model}, api_base: ${base}, api_key: os.environ/PROVIDER_KEY }`,
    ...(mode === undefined ? [] : [`    model_info: { mode: ${mode} }`]),
  ].join('\n')

const yaml = `
model_list:
${[
  entry('openai', 'openai/gpt-4o', 'MOCK/v1'),
  entry('anthropic', 'anthropic/claude-sonnet-4-5', 'MOCK'),
  entry('gemini', 'gemini/gemini-2.5-flash', 'MOCK'),
  entry('bedrock', 'bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0', 'MOCK'),
  entry('embed', 'openai/text-embedding-3-small', 'MOCK/v1'),
  entry('embed-gemini', 'gemini/gemini-embedding-001', 'MOCK'),
  entry('embed-cohere', 'cohere/embed-v4.0', 'MOCK'),
].join('\n')}
router_settings:
  num_retries: 0
  disable_cooldowns: true
general_settings:
  master_key: os.environ/LITELLM_MASTER_KEY
`

/** What the tests of a file share. */
export type Served = {
  /** Where the gateway listens. */
  url(): string
  /** Has the provider answer by a script from now on, and forgets what was asked before. */
  script(script?: MockScript): { readonly requests: MockProvider['requests']; readonly records: readonly CallRecord[] }
}

/** Starts one mock and one gateway for the tests of a file; `entries` are further lines of `model_list`. */
export function serveClients(entries = ''): Served {
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-clients-'))
  const records: CallRecord[] = []
  let mock: MockProvider | undefined
  let gateway: Gateway | undefined
  let url = ''
  beforeAll(async () => {
    mock = await createMockProvider()
    const path = join(folder, 'litellm_config.yaml')
    writeFileSync(path, yaml.replace('router_settings:', `${entries}router_settings:`).replaceAll('MOCK', mock.url))
    const observers = [(record: CallRecord) => void records.push(record)]
    gateway = await createGateway({ config: { path }, env, observers, maxLoopDelayMs: 60_000 })
    url = await gateway.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await gateway?.close(0)
    await mock?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    url: () => url,
    script: (script = {}) => {
      if (mock === undefined) throw new Error('the mock has not started')
      mock.script(script)
      mock.forget()
      records.splice(0)
      return { requests: mock.requests, records }
    },
  }
}
