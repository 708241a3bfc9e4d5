/** Answers that a host only promises: a whole call waits for them, a stream does not ask. */
import { describe, expect, test } from 'vitest'
import type { Adapter } from '../../../src/providers/adapter.js'
import { azureResponses } from '../../../src/providers/azure-responses.js'
import { openai } from '../../../src/providers/openai.js'
import { openaiResponses } from '../../../src/providers/openai-responses.js'
import { createClient, simpleShuffle } from '../../../src/runtime/index.js'
import { planOf } from '../../compiler/plan-of.js'
import { at, errorOf, harness, messages } from '../../runtime/harness.js'
import { type FakeAnswer, fakeTransport } from '../../support/fake-transport.js'

const queued: FakeAnswer = { json: { id: 'resp/1', object: 'response', status: 'queued', output: [], usage: null } }
const working: FakeAnswer = { json: { id: 'resp/1', object: 'response', status: 'in_progress', output: [], usage: null } }
const answer = [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'four', annotations: [] }] }]
const done: FakeAnswer = {
  json: { id: 'resp/1', object: 'response', status: 'completed', output: answer, usage: { input_tokens: 3, output_tokens: 1 } },
}
const adapters: { readonly [format: string]: Adapter } = { 'openai-responses': openaiResponses, 'azure-responses': azureResponses, openai }

function started(answers: readonly FakeAnswer[], format: string, more: object = {}) {
  return harness({ deployments: [at(0, 'a', { format, ...more })] }, { d0: answers }, {}, adapters)
}
const asked = { model: 'a', messages, background: true } as const

describe('a chat', () => {
  test('waits for what is queued, a little longer each time', async () => {
    const { client, transport, sleeps } = started([queued, working, done], 'openai-responses')
    const reply = await client.completion(asked)
    expect([reply.choices[0]?.message.content, reply.usage?.prompt_tokens, sleeps]).toEqual(['four', 3, [500, 1_000]])
    expect(transport.requests.map(({ method, url, body }) => [method, url, body === undefined])).toEqual([
      ['POST', 'http://d0/v1/responses', false],
      ['GET', 'http://d0/v1/responses/resp%2F1', true],
      ['GET', 'http://d0/v1/responses/resp%2F1', true],
    ])
  })

  test('is given up with the time of the attempt', async () => {
    const { client } = started([queued, working], 'openai-responses')
    const error = await errorOf(client.completion(asked, { timeout: 10_000, maxRetries: 0 }))
    expect([error.code, error.message]).toEqual(['total_timeout', expect.stringContaining('Raise timeout')])
  })

  test('that fails while it is waited for is a failure', async () => {
    const failed = { json: { id: 'r', status: 'failed', error: { code: 'server_error', message: 'broken' }, output: [] } }
    const { client } = started([queued, failed], 'openai-responses')
    const error = await errorOf(client.completion(asked, { maxRetries: 0 }))
    expect([error.name, error.code]).toEqual(['InternalServerError', 'server_error'])
  })

  test.each([
    ['that names no place', { json: { status: 'queued', output: [] } }, asked],
    ['to a stream', queued, { ...asked, stream: true as const }],
    ['of a call that did not ask for it', queued, { model: 'a' as const, messages }],
  ])('an acceptance %s is an empty answer that says its state, not waited for', async (_name, accepted, body) => {
    const { client, hosts } = started([{ ...accepted, headers: { 'content-type': 'application/json' } }], 'openai-responses')
    const answer = await client.completion(body, { maxRetries: 0 })
    const reply = 'finalMessage' in answer ? await answer.finalMessage() : answer
    const { content, provider_specific_fields: fields } = reply.choices[0]?.message ?? {}
    expect([content || null, fields?.native_finish_reason, hosts]).toEqual([null, 'queued', ['d0']])
  })
})

describe('a response', () => {
  test.each(['openai-responses', 'openai'])('by the format %s waits for what is queued', async (format) => {
    const { client, hosts } = started([queued, done], format)
    const reply = await client.responses.create({ model: 'a' as 'r', input: 'hi', background: true })
    expect([reply.status, reply.output_text, hosts]).toEqual(['completed', 'four', ['d0', 'd0']])
  })

  test('at Azure is looked for with its api-version', async () => {
    const { client, transport } = started([queued, done], 'azure-responses', { apiVersion: '2025-04-01-preview', baseUrl: 'http://d0' })
    await client.completion(asked)
    expect(transport.requests[1]?.url).toBe('http://d0/openai/responses/resp%2F1?api-version=2025-04-01-preview')
  })
})

test('Manus is told its profile, paid with its own header, and waited for', async () => {
  const plan = planOf('model_list: [{ model_name: m, litellm_params: { model: manus/manus-1.6, api_key: os.environ/K } }]')
  const answers: readonly FakeAnswer[] = [
    { json: { id: 't1', status: 'running', output: null } },
    {
      json: {
        id: 't1',
        status: 'completed',
        createdAt: 'x',
        output: [{ type: 'message', role: 'user', content: [{ type: 'output_text', text: 'hi' }] }, ...answer],
      },
    },
  ]
  const transport = fakeTransport((_request, nth) => answers[nth] ?? {})
  const llm = createClient<{ chat: { m: never }; embedding: Record<never, never> }>(
    { plan, adapters, strategies: { 'simple-shuffle': simpleShuffle } },
    { env: { K: 'key' }, transport, sleep: async () => undefined },
  )
  const reply = await llm.completion({ model: 'm', messages })
  expect(reply.choices[0]?.message.content).toBe('four')
  expect(transport.requests.map(({ url, headers }) => [url, headers.api_key])).toEqual([
    ['https://api.manus.im/v1/responses', 'key'],
    ['https://api.manus.im/v1/responses/t1', 'key'],
  ])
  expect(JSON.parse(String(transport.requests[0]?.body))).toMatchObject({
    model: 'manus-1.6',
    task_mode: 'agent',
    agent_profile: 'manus-1.6',
  })
})
