/** A gateway for official clients: one model for each format behind it, and one for each other endpoint. */
import type { CallRecord } from '../../../src/gateway/call-record.js'
import type { MockScript } from '../../../src/testing/index.js'
import { type Setup, setUp } from '../gateway-support.js'

/** Names of chat models, by the format of the host behind them. */
export const formats = ['openai', 'anthropic', 'gemini', 'bedrock'] as const

/** Names of embedding models, by the format of the host behind them. */
export const embedders = ['embed', 'embed-gemini', 'embed-cohere'] as const

const entry = (name: string, model: string, base: string) =>
  `  - model_name: ${name}\n    litellm_params: { model: ${model}, api_base: ${base}, api_key: os.environ/PROVIDER_KEY }`

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

/** Starts mock and gateway; both end with the test. `records` holds each request that has ended. */
export async function setUpClients(script?: MockScript): Promise<Setup & { readonly records: readonly CallRecord[] }> {
  const records: CallRecord[] = []
  const observers = [(record: CallRecord) => void records.push(record)]
  const setup = await setUp({ yaml, gateway: { observers }, ...(script !== undefined && { script }) })
  return { ...setup, records }
}
