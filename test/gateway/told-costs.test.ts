/** What answers and errors tell beside their content: cost in the usage, what was allowed, and who was asked last. */
import { describe, expect, test } from 'vitest'
import { publicUrl } from '../../src/gateway/public-url.js'
import { authorised, setUp, yaml } from './gateway-support.js'

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }

async function ask(
  section: string,
  body: object,
  more: { readonly url?: string; readonly headers?: object; readonly script?: object } = {},
) {
  const { gateway, mock } = await setUp({ listens: false, yaml: `${yaml}${section}`, script: { ...more.script } })
  const answer = await gateway.app.inject({
    method: 'POST',
    url: more.url ?? '/v1/chat/completions',
    headers: { ...authorised, ...more.headers },
    payload: JSON.stringify(body),
  })
  return { status: answer.statusCode, headers: answer.headers, json: answer.json(), base: `${mock.url}/v1` }
}

const wanted = 'litellm_settings: { include_cost_in_usage: true }\n'

describe('the cost of a whole answer stands in its usage where the config wants it', () => {
  test.each([
    { name: 'a chat', body: chat, url: '/v1/chat/completions' },
    { name: 'embeddings', body: { model: 'embed', input: ['hi'] }, url: '/v1/embeddings' },
    { name: 'Anthropic’s messages', body: { ...chat, model: 'claude', max_tokens: 9 }, url: '/v1/messages' },
  ])('$name', async ({ body, url }) => {
    const told = await ask(wanted, body, { url })
    expect(String(told.json.usage.cost)).toBe(String(Number(told.headers['x-litellm-response-cost'])))
    expect((await ask('', body, { url })).json.usage).not.toHaveProperty('cost')
  })
})

describe('how often is told with how often at most', () => {
  const limits = async (body: object, headers: object = {}) => {
    const told = await ask('', { ...chat, ...body }, { headers })
    return [told.headers['x-litellm-max-retries'], told.headers['x-litellm-max-fallbacks']]
  }
  test.each([
    { name: 'as the config says', body: {}, headers: {}, want: ['0', '0'] },
    { name: 'as the header says', body: {}, headers: { 'x-litellm-num-retries': '4' }, want: ['4', '0'] },
    { name: 'as the body says', body: { num_retries: 3, fallbacks: ['claude'] }, headers: {}, want: ['3', '1'] },
    { name: 'with a limit of fallbacks', body: { fallbacks: ['claude', 'failing'], max_fallbacks: 1 }, headers: {}, want: ['0', '1'] },
  ])('$name', async ({ body, headers, want }) => {
    expect(await limits(body, headers)).toEqual(want)
  })
})

test('an error tells which deployment was asked, and one before any attempt tells none', async () => {
  const failed = await ask('', { ...chat, model: 'failing' }, { script: { 'gpt-4o-mini': { status: 500 } } })
  expect([failed.status, failed.headers['x-litellm-model-group'], failed.headers['x-litellm-model-api-base']]).toEqual([
    500,
    'failing',
    failed.base,
  ])
  expect(failed.headers['x-litellm-model-id']).toMatch(/^[0-9a-f]{32}$/)
  const refused = await ask('', { ...chat, model: 'nobody' })
  expect(Object.keys(refused.headers).filter((name) => name.startsWith('x-litellm-model'))).toEqual([])
})

test.each([
  ['https://api.example.com/v1?key=secret', 'https://api.example.com/v1'],
  ['https://user:password@api.example.com/v1#x', 'https://api.example.com/v1'],
  ['https://api.example.com/v1/a@b', 'https://api.example.com/v1/a@b'],
])('%s is shown as %s', (given, want) => {
  expect(publicUrl(given)).toBe(want)
})

test('a master key of a strange form is warned of, and works', async () => {
  const warnings: string[] = []
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (_: object, text: string) => void warnings.push(text),
    error: () => undefined,
  }
  const { gateway } = await setUp({ listens: false, env: { LITELLM_MASTER_KEY: 'strange-key', PROVIDER_KEY: 'sk-p' }, gateway: { log } })
  expect(warnings).toEqual([expect.stringMatching(/does not start with "sk-"/)])
  expect(warnings.join()).not.toContain('strange-key')
  const answer = await gateway.app.inject({ url: '/v1/models', headers: { authorization: 'Bearer strange-key' } })
  expect(answer.statusCode).toBe(200)
})
