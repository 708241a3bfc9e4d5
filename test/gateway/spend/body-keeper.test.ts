/** What a gateway keeps of requests and answers, by what its config and its callers want. */
import { describe, expect, test } from 'vitest'
import type { CallRecord } from '../../../src/gateway/call-record.js'
import { authorised, providerKey, setUp, yaml } from '../gateway-support.js'

const stores = `${yaml}  store_prompts_in_spend_logs: true\n`
const messages = [{ role: 'user', content: `hi, mine is ${providerKey}` }]
const asked = [{ role: 'user', content: 'hi, mine is [key removed]' }]

async function watched(config: string, env: { readonly [name: string]: string } = {}) {
  const records: CallRecord[] = []
  const planted = { PROVIDER_KEY: providerKey, LITELLM_MASTER_KEY: authorised.authorization.slice('Bearer '.length), ...env }
  const { url, mock } = await setUp({ yaml: config, env: planted, gateway: { observers: [(record) => records.push(record)] } })
  const ask = async (path: string, body: object, headers: object = {}) => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorised, ...headers },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    const record = records.at(-1)
    return { text, bodies: record?.bodies, record }
  }
  return { ask, mock }
}

const chat = (more: object = {}) => ({ model: 'gpt-4o', messages, ...more })

describe('a gateway that keeps prompts', () => {
  test('keeps whole answers, and streams put together', async () => {
    const { ask } = await watched(stores)
    const whole = await ask('/v1/chat/completions', chat())
    const content = JSON.parse(whole.text).choices[0].message.content
    expect(content).not.toBe('')
    expect(whole.bodies).toMatchObject({ messages: asked, response: { object: 'chat.completion' } })
    const streamed = await ask('/v1/chat/completions', chat({ stream: true }))
    expect(streamed.record?.streamed).toBe(true)
    expect(streamed.bodies?.messages).toEqual(asked)
    for (const { bodies } of [whole, streamed])
      expect(bodies?.response).toMatchObject({
        choices: [{ index: 0, message: { role: 'assistant', content: expect.any(String) }, finish_reason: 'stop' }],
      })
    expect(JSON.stringify([whole.bodies, streamed.bodies])).not.toContain(providerKey)
  })

  test('keeps those of other APIs too', async () => {
    const { ask } = await watched(stores)
    const message = await ask('/v1/messages', { model: 'gpt-4o', max_tokens: 16, system: 'be brief', messages, stream: true })
    expect(message.bodies).toMatchObject({
      messages: [{ role: 'system', content: 'be brief' }, ...asked],
      response: { choices: [{ message: { content: expect.stringMatching(/./) } }] },
    })
    const vectors = await ask('/v1/embeddings', { model: 'embed', input: ['a', 'b'] })
    expect(vectors.bodies).toMatchObject({ messages: ['a', 'b'], response: { object: 'list' } })
  })

  test('keeps what was asked where there is no answer', async () => {
    const { ask } = await watched(stores)
    const { bodies, record } = await ask('/v1/chat/completions', chat({ model: 'nobody' }))
    expect([record?.status, bodies]).toEqual([400, { messages: asked, response: {} }])
  })

  test.each<readonly [string, object, object]>([
    ['no-log', { 'no-log': true }, {}],
    ['x-litellm-enable-message-redaction', {}, { 'x-litellm-enable-message-redaction': 'true' }],
  ])('keeps nothing where the caller says %s', async (_, more, headers) => {
    const { ask } = await watched(stores)
    const { bodies, record } = await ask('/v1/chat/completions', chat(more), headers)
    expect([record?.status, bodies]).toEqual([200, undefined])
  })

  test('cuts texts where the environment says so', async () => {
    const { ask } = await watched(stores, { MAX_STRING_LENGTH_PROMPT_IN_DB: '20' })
    const { bodies } = await ask('/v1/chat/completions', chat({ messages: [{ role: 'user', content: 'x'.repeat(100) }] }))
    expect(bodies?.messages).toEqual([{ role: 'user', content: `${'x'.repeat(7)}… [80 characters left out] …${'x'.repeat(13)}` }])
  })
})

test.each([
  ['by default', yaml],
  ['with turn_off_message_logging', `${stores}litellm_settings:\n  turn_off_message_logging: true\n`],
  ['where no rows are kept', `${stores}  disable_spend_logs: true\n`],
])('a gateway keeps no prompts %s', async (_, config) => {
  const { ask } = await watched(config)
  const { bodies, record } = await ask('/v1/chat/completions', chat())
  expect([record?.status, bodies]).toEqual([200, undefined])
})

test('what a caller wants to find again stands in the record of its call, on every path', async () => {
  const { ask, mock } = await watched(yaml)
  const relayed = await ask('/v1/chat/completions', chat(), { 'x-litellm-spend-logs-metadata': '{"job":"nightly"}' })
  expect(relayed.record?.logged).toEqual({ job: 'nightly' })
  const parsed = await ask('/v1/chat/completions', chat({ metadata: { spend_logs_metadata: { job: 1 } } }))
  expect(parsed.record?.logged).toEqual({ job: 1 })
  expect(JSON.stringify(mock.requests)).not.toContain('spend_logs_metadata')
})
