/** Sample requests by which a deployment's adapter shows what it leaves as it is. The values are the extremes that hosts differ about. */
import type { JsonRecord } from '../../providers/shared/json.js'

/** Endpoints whose requests can pass as bytes. */
export type Relayed = 'chat' | 'completions' | 'embeddings'

type Samples = { readonly [name: string]: readonly unknown[] }

const said = { role: 'user', content: 'hi' }
const called = { id: 'call_abc-DEF_1234567890abc', type: 'function', function: { name: 'look', arguments: '{"at":"x"}' } }
const schema = { type: 'object', properties: { at: { type: 'string' } }, required: ['at'], additionalProperties: false }
const tool = { type: 'function', function: { name: 'look', description: 'Looks.', parameters: schema, strict: true } }
const jsonSchema = { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } }

const sampling: Samples = {
  temperature: [2, 0, 1],
  top_p: [1, 0.01],
  max_tokens: [1, 1_000_000],
  n: [8, 1],
  stop: ['x', ['a', 'b', 'c', 'd']],
  seed: [7],
  presence_penalty: [2, -2],
  frequency_penalty: [2, -2],
  logit_bias: [{ '1': 1 }],
  user: ['u'],
}

const chat: Samples = {
  ...sampling,
  max_completion_tokens: [1, 1_000_000],
  logprobs: [true, false],
  top_logprobs: [20, 0],
  tools: [[tool], [{ type: 'function', function: { name: 'look' } }]],
  tool_choice: ['required', 'auto', 'none', { type: 'function', function: { name: 'look' } }],
  parallel_tool_calls: [false, true],
  response_format: [jsonSchema, { type: 'json_object' }, { type: 'text' }],
  reasoning_effort: ['high', 'medium', 'low', 'minimal', 'none', 'xhigh'],
  verbosity: ['high', 'low'],
  service_tier: ['default', 'auto', 'flex', 'priority'],
  prediction: [{ type: 'content', content: 'x' }],
  modalities: [['text']],
  prompt_cache_key: ['k'],
  safety_identifier: ['s'],
}

const completions: Samples = { ...sampling, logprobs: [5, 0], suffix: ['x'], echo: [true, false], best_of: [8, 1] }
const embeddings: Samples = { dimensions: [256], encoding_format: ['base64', 'float'], user: ['u'] }

const byEndpoint: { readonly [E in Relayed]: Samples } = { chat, completions, embeddings }
const bases: { readonly [E in Relayed]: JsonRecord } = {
  chat: { messages: [said] },
  completions: { prompt: 'hi' },
  embeddings: { input: ['hi', 'ho'] },
}

/** The least request of an endpoint, without its model. */
export function baseSample(endpoint: Relayed): JsonRecord {
  return bases[endpoint]
}

/** Members and values that each are to pass. What has no sample never passes as bytes. */
export function samplesOf(endpoint: Relayed): Samples {
  return byEndpoint[endpoint]
}

/** Conversations by a role in them; all of a role have to pass. */
export const messageSamples: { readonly [role: string]: readonly (readonly JsonRecord[])[] } = {
  user: [[said], [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }]],
  system: [[{ role: 'system', content: 'be brief' }, said]],
  developer: [[{ role: 'developer', content: 'be brief' }, said]],
  assistant: [
    [said, { role: 'assistant', content: 'ho' }, said],
    [said, { role: 'assistant', content: '' }, said],
    [said, { role: 'assistant', content: null, tool_calls: [called] }, { role: 'tool', tool_call_id: called.id, content: 'seen' }],
  ],
  tool: [[said, { role: 'assistant', content: '', tool_calls: [called] }, { role: 'tool', tool_call_id: called.id, content: 'seen' }]],
}
