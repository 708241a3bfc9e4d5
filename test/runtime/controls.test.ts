/** Parameters that steer a call, apart from those that are sent. */
import { describe, expect, test } from 'vitest'
import { withDefaults } from '../../src/runtime/controls.js'
import { readControls } from '../../src/runtime/read-controls.js'

const none = {
  numRetries: undefined,
  fallbacks: undefined,
  chains: undefined,
  maxFallbacks: undefined,
  staged: undefined,
  timeoutMs: undefined,
  streamTimeoutMs: undefined,
  mockResponse: undefined,
  mockTimeout: false,
  dropParams: undefined,
  headers: {},
  tags: [],
}

describe('readControls', () => {
  test('a body without controls is used as it is', () => {
    const body = { model: 'a', temperature: 1 }
    const read = readControls(body, undefined)
    expect(read.request).toBe(body)
    expect(read.controls).toEqual(none)
  })

  test.each([
    ['seconds of the body', { timeout: 2, stream_timeout: 0.5 }, undefined, { timeoutMs: 2_000, streamTimeoutMs: 500 }],
    ['request_timeout', { request_timeout: 3 }, undefined, { timeoutMs: 3_000 }],
    ['milliseconds of the options win', { timeout: 2 }, { timeout: 50 }, { timeoutMs: 50 }],
    ['retries', { num_retries: 3 }, { maxRetries: 0 }, { numRetries: 0 }],
    [
      'fallbacks of both forms',
      { fallbacks: ['b', { model: 'c', temperature: 0 }] },
      undefined,
      { fallbacks: [{ group: 'b' }, { group: 'c', params: { temperature: 0 } }] },
    ],
    ['fallbacks of no form that is known', { fallbacks: ['b', 7] }, undefined, {}],
    [
      'fallbacks of a fallback, right after it',
      { fallbacks: [{ model: 'b', fallbacks: ['c', { model: 'd', top_p: 1 }] }, 'e'] },
      undefined,
      { fallbacks: [{ group: 'b', params: {} }, { group: 'c' }, { group: 'd', params: { top_p: 1 } }, { group: 'e' }] },
    ],
    [
      'chains by model, each going on with the chains of its groups',
      { fallbacks: [{ a: ['b'] }, { b: ['c', 'a'] }], context_window_fallbacks: [{ a: 'big' }], content_policy_fallbacks: [] },
      undefined,
      {
        chains: {
          general: new Map([
            ['a', [{ group: 'b' }, { group: 'c' }]],
            ['b', [{ group: 'c' }, { group: 'a' }]],
          ]),
          contextWindow: new Map([['a', [{ group: 'big' }]]]),
        },
      },
    ],
    ['no chains either', { context_window_fallbacks: [{ a: ['b'] }], disable_fallbacks: true }, undefined, { fallbacks: [] }],
    ['the most groups', { max_fallbacks: 2 }, undefined, { maxFallbacks: 2 }],
    ['staged failures', { mock_testing_content_policy_fallbacks: true }, undefined, { staged: 'content-policy' }],
    ['no fallbacks', { fallbacks: ['b'], disable_fallbacks: true }, undefined, { fallbacks: [] }],
    ['mocks', { mock_response: 'x', mock_timeout: true }, undefined, { mockResponse: 'x', mockTimeout: true }],
    ['drop_params', { drop_params: false }, undefined, { dropParams: false }],
    ['priority', { priority: 3 }, undefined, { priority: 3 }],
    ['headers of both', { extra_headers: { 'X-A': 1 } }, { headers: { 'x-b': '2' } }, { headers: { 'x-a': '1', 'x-b': '2' } }],
    ['wrong types are not read', { timeout: '2', num_retries: -1, mock_response: 5 }, undefined, {}],
  ])('%s', (_name, body, options, want) => {
    const read = readControls({ model: 'a', ...body }, options)
    expect(read).toEqual({ request: { model: 'a' }, controls: { ...none, ...want } })
  })
})

describe('withDefaults', () => {
  test.each([
    ['no defaults', { a: 1 }, undefined, { a: 1 }],
    ["the request's own wins, null included", { a: 1, b: null }, { a: 2, b: 3, c: 4 }, { a: 1, b: null, c: 4 }],
    ['what is undefined is not set', { a: undefined }, { a: 2 }, { a: 2 }],
    ['tools joined, the deployment’s first', { tools: [2] }, { tools: [1] }, { tools: [1, 2] }],
    ['tags joined once each', { tags: ['a', 'b'] }, { tags: ['c', 'a'] }, { tags: ['c', 'a', 'b'] }],
    [
      'metadata joined',
      { metadata: { a: 1, tags: ['x'] } },
      { metadata: { a: 0, b: 2, tags: ['y'] } },
      { metadata: { a: 1, b: 2, tags: ['y', 'x'] } },
    ],
  ])('%s', (_name, request, defaults, want) => {
    expect(withDefaults(request, defaults)).toEqual(want)
  })

  test('a parameter named __proto__ changes no prototype', () => {
    const merged = withDefaults({ a: undefined }, JSON.parse('{"__proto__":{"polluted":1}}'))
    expect([Object.getPrototypeOf(merged) === Object.prototype, 'polluted' in merged]).toEqual([true, false])
  })
})

describe('tags and region', () => {
  test.each<{
    readonly name: string
    readonly body: object
    readonly sent: object
    readonly tags: readonly string[]
    readonly region?: string
  }>([
    { name: 'are LiteLLM’s and not sent', body: { tags: ['x'], allowed_model_region: 'eu' }, sent: {}, tags: ['x'], region: 'eu' },
    {
      name: 'of metadata are taken out of it',
      body: { metadata: { tags: ['x'], user: 'u' } },
      sent: { metadata: { user: 'u' } },
      tags: ['x'],
    },
    { name: 'alone in metadata leave none', body: { metadata: { tags: ['x'] } }, sent: {}, tags: ['x'] },
    { name: 'of both places are joined', body: { tags: ['x', 'y'], metadata: { tags: ['y', 'z'] } }, sent: {}, tags: ['x', 'y', 'z'] },
    { name: 'that are no texts are none', body: { tags: ['x', 3, null], allowed_model_region: 7 }, sent: {}, tags: ['x'] },
    { name: 'of no list are none', body: { tags: 'x' }, sent: {}, tags: [] },
  ])('$name', ({ body, sent, tags, region }) => {
    const { request, controls } = readControls({ model: 'a', ...body }, undefined)
    expect([request, controls.tags, controls.region]).toEqual([{ model: 'a', ...sent }, tags, region])
  })

  test('metadata without a list of tags is OpenAI’s own, and the body is sent as it is', () => {
    const bodies = [{ metadata: { user: 'u' } }, { metadata: { tags: 'one,two' } }, { metadata: null }].map((more) => ({
      model: 'a',
      ...more,
    }))
    expect(bodies.map((body) => readControls(body, undefined).request === body)).toEqual([true, true, true])
  })
})
