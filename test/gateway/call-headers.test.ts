/** Lines that most answers of a deployment have in common are kept; what differs from the answer before is told all the same. */
import { expect, test } from 'vitest'
import { authorised, setUp, yaml } from './gateway-support.js'

const chains = `litellm_settings:
  fallbacks: [{ gpt-4o: [claude, embed] }, { failing: [gpt-4o] }]
`

test('retries, fallbacks and models are those of the request, whatever was asked for before', async () => {
  const { gateway } = await setUp({
    listens: false,
    yaml: yaml + chains,
    script: { 'gpt-4o-mini': { status: 500 } },
  })
  const ask = async (model: string, headers: { readonly [name: string]: string } = {}, more: object = {}) => {
    const payload = JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], ...more })
    const answer = await gateway.app.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { ...authorised, ...headers },
      payload,
    })
    const told = (name: string) => answer.headers[`x-litellm-${name}`]
    return [
      answer.statusCode,
      told('model-group'),
      told('max-retries'),
      told('max-fallbacks'),
      told('attempted-retries'),
      told('attempted-fallbacks'),
    ]
  }
  const plain = [200, 'gpt-4o', '0', '2', '0', '0']
  const turns: readonly (readonly [asked: Parameters<typeof ask>, want: readonly unknown[]])[] = [
    [['gpt-4o'], plain],
    [
      ['gpt-4o', { 'x-litellm-num-retries': '3' }],
      [200, 'gpt-4o', '3', '2', '0', '0'],
    ],
    [['gpt-4o'], plain],
    [
      ['gpt-4o', {}, { num_retries: 5, max_fallbacks: 1 }],
      [200, 'gpt-4o', '5', '1', '0', '0'],
    ],
    [['failing'], [200, 'gpt-4o', '0', '3', '0', '1']],
    [['gpt-4o'], plain],
    [['claude'], [200, 'claude', '0', '0', '0', '0']],
    [['gpt-4o'], plain],
  ]
  for (const [asked, want] of turns) expect(await ask(...asked)).toEqual(want)
})

test('headers of a provider are told as they came, whatever they were before, and none with what no header may hold', async () => {
  const values = ['one', 'two', 'one', `${'long '.repeat(20)}end`, 'a\u00e9b']
  const { gateway } = await setUp({
    listens: false,
    script: {
      'gpt-4o': values.map((value, nth) => ({ headers: { 'x-custom': value, 'x-ratelimit-remaining-requests': String(nth + 1) } })),
    },
  })
  const payload = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] })
  const told: unknown[] = []
  for (const _ of values) {
    const { headers } = await gateway.app.inject({ method: 'POST', url: '/v1/chat/completions', headers: authorised, payload })
    told.push([headers['llm_provider-x-custom'], headers['x-ratelimit-remaining-requests']])
  }
  expect(told).toEqual([
    ['one', '1'],
    ['two', '2'],
    ['one', '3'],
    [`${'long '.repeat(20)}end`, '4'],
    [expect.stringMatching(/^a\?+b$/), '5'],
  ])
})
