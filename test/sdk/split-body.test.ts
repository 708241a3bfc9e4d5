/** What of a call says where it goes, and what is asked there. */
import { describe, expect, test } from 'vitest'
import { splitCall } from '../../src/sdk/split-body.js'

const model = 'openai/gpt-4o'
const messages = [{ role: 'user', content: 'a' }]

test('a call of a model and parameters is handed on as it is', () => {
  const body = {
    model,
    messages,
    temperature: 0,
    num_retries: 1,
    timeout: 5,
    mock_response: 'a',
    extra_headers: { a: 'b' },
    extra_body: {},
  }
  const split = splitCall(body)
  expect(split.body).toBe(body)
  expect(split).toEqual({ entries: [{ name: model, model, params: {} }], body, key: model })
})

const connections = [
  { name: 'a key', params: { api_key: 'sk-a' } },
  { name: 'an address', params: { api_base: 'http://127.0.0.1:1/v1', api_version: '1' } },
  { name: 'a provider', params: { custom_llm_provider: 'groq', organization: 'o' } },
  { name: 'settings of a host', params: { vertex_project: 'p', aws_region_name: 'r', vertex_credentials: { type: 'service_account' } } },
  { name: 'rules of a deployment', params: { additional_drop_params: ['a'], allowed_openai_params: ['b'], input_cost_per_token: 1 } },
]
test.each(connections)('$name goes into the entry', ({ params }) => {
  const split = splitCall({ model, messages, ...params, temperature: 0 })
  expect(split.entries).toEqual([{ name: model, model, params }])
  expect(split.body).toEqual({ model, messages, temperature: 0 })
})

test('what is not set is no parameter', () => {
  const split = splitCall({ model, messages, api_key: undefined, api_base: null })
  expect(split.entries).toEqual([{ name: model, model, params: {} }])
  expect(split.key).toBe(splitCall({ model, messages, api_version: undefined }).key)
})

test('other names of LiteLLM come under the one the client knows', () => {
  expect(splitCall({ model, messages, max_retries: 4, headers: { a: 'b' } }).body).toEqual({
    model,
    messages,
    num_retries: 4,
    extra_headers: { a: 'b' },
  })
})

test('a member called __proto__ changes no prototype', () => {
  const { body, entries } = splitCall({ ...JSON.parse('{ "__proto__": { "polluted": 1 }, "api_key": "a" }'), model })
  expect([Object.getPrototypeOf(body), 'polluted' in body, 'polluted' in {}]).toEqual([Object.prototype, false, false])
  expect(entries).toHaveLength(1)
})

describe('fallbacks', () => {
  const other = 'anthropic/claude-sonnet-4-5'

  test('each model is an entry, and parameters of a step stay in the call', () => {
    const split = splitCall({ model, messages, api_key: 'a', fallbacks: [other, { model: 'groq/x', api_key: 'g', temperature: 0 }] })
    expect(split.entries).toEqual([
      { name: model, model, params: { api_key: 'a' } },
      { name: other, model: other, params: {} },
      { name: 'groq/x', model: 'groq/x', params: { api_key: 'g' } },
    ])
    expect(split.body).toEqual({ model, messages, fallbacks: [other, { model: 'groq/x', temperature: 0 }] })
  })

  test('one model with two keys is two entries', () => {
    const split = splitCall({
      model,
      messages,
      fallbacks: [model, { model, api_key: 'b' }, { model, api_key: 'c' }, { model, api_key: 'b' }],
    })
    expect(split.entries.map(({ name }) => name)).toEqual([model, `${model} (2)`, `${model} (3)`])
    expect(split.body.fallbacks).toEqual([model, { model: `${model} (2)` }, { model: `${model} (3)` }, { model: `${model} (2)` }])
  })

  test('what is no fallback is left for the client to refuse', () => {
    const fallbacks = [7, { temperature: 0 }, null]
    expect(splitCall({ model, messages, fallbacks })).toMatchObject({ entries: [{ name: model }], body: { fallbacks } })
    expect(splitCall({ model, messages, fallbacks: 'a' }).body.fallbacks).toBe('a')
  })
})

describe('the key of the look-up', () => {
  const bodies = [
    { model },
    { model: 'openai/gpt-4o-mini' },
    { model, api_key: 'a' },
    { model, api_key: 'b' },
    { model, api_base: 'a' },
    { model, fallbacks: ['groq/x'] },
    { model, fallbacks: [{ model: 'groq/x', api_key: 'a' }] },
    { model, api_key: 'a', fallbacks: ['groq/x'] },
  ]
  test('differs where the models or their connections do', () => {
    expect(new Set(bodies.map((body) => splitCall(body).key)).size).toBe(bodies.length)
  })
  test('is the same whatever is asked', () => {
    for (const body of bodies) expect(splitCall({ ...body, messages, temperature: 1, stream: true }).key).toBe(splitCall(body).key)
  })
})
