/** What a key may do through a provider's own API. */
import { expect, test } from 'vitest'
import { masterKey } from '../gateway-support.js'
import { setUpStores } from './store-support.js'

async function asking(more?: string) {
  const { url, hosts } = await setUpStores(more)
  return async (key: string, path: string, body?: string, type = 'application/json') => {
    const before = hosts[0].seen.length
    const sent = body === undefined ? {} : { method: 'POST', body }
    const answer = await fetch(url + path, {
      ...sent,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': type }) },
    })
    await answer.arrayBuffer()
    return [answer.status === 403 ? 'refused' : 'asked', hosts[0].seen[before]?.body] as const
  }
}

test('a key that lists models reaches them alone, by the provider’s name for them or by that of the config', async () => {
  const ask = await asking()
  const rows: readonly (readonly [string, string, string | undefined, 'asked' | 'refused'])[] = [
    ['sk-full', '/openai/v1/responses', '{"model":"gpt-4o","input":"x"}', 'asked'],
    ['sk-full', '/openai/v1/responses', '{"model":"o3","input":"x"}', 'refused'],
    ['sk-mini', '/openai/v1/responses', '{"model":"gpt-4o-mini","input":"x"}', 'asked'],
    ['sk-mini', '/openai/v1/responses', '{"model":"gpt-4o","input":"x"}', 'refused'],
    ['sk-full', '/openai/v1/responses', '{"input":"x"}', 'refused'],
    ['sk-full', '/openai/v1/responses', 'not json', 'refused'],
    ['sk-full', '/openai/v1/models', undefined, 'asked'],
    ['sk-full', '/openai/deployments/o3/other', '{}', 'refused'],
    ['sk-full', '/openai/deployments/gpt-4o/other', '{"model":"o3"}', 'refused'],
    ['sk-full', '/openai/v1/models%2Fo3:other', '{"model":"gpt-4o"}', 'refused'],
    ['sk-full', '/openai/v1/models%252Fo3:other', '{"model":"gpt-4o"}', 'refused'],
    ['sk-full', '/openai/v1/%6dodels/o3:other', '{"model":"gpt-4o"}', 'refused'],
    ['sk-full', '/openai/v1/tunedModels/t:other', '{"model":"gpt-4o"}', 'refused'],
    ['sk-full', '/openai/v1/async-invoke', '{"modelId":"o3","model":"gpt-4o"}', 'refused'],
    ['sk-ann', '/openai/v1/responses', '{"model":"o3","input":"x"}', 'asked'],
    [masterKey, '/openai/v1/responses', '{"model":"o3","input":"x"}', 'asked'],
  ]
  for (const [key, path, body, want] of rows) expect([key, path, body, (await ask(key, path, body))[0]]).toEqual([key, path, body, want])
  expect((await ask('sk-full', '/openai/v1/audio', 'model=gpt-4o', 'text/plain'))[0]).toBe('refused')
})

test('a key for an access group reaches the models of that group, and none that only shares the name of an alias', async () => {
  const models = `  - model_name: small
    litellm_params: { model: openai/gpt-4.1-mini, api_base: FIRST/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { access_groups: [cheap] }
  - model_name: openai/gpt-4.1-n*
    litellm_params: { model: openai/gpt-4.1-n*, api_base: FIRST/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { access_groups: [cheap] }
`
  const { url } = await setUpStores(models, {}, 'model_group_alias: { o3: small }, ')
  const ask = async (path: string, model: string) => {
    const headers = { authorization: 'Bearer sk-cheap', 'content-type': 'application/json' }
    return (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify({ model, input: 'x' }) })).status === 403
  }
  const refused: { [model: string]: boolean } = {}
  for (const model of ['gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4.1', 'gpt-4o', 'small', 'o3'])
    refused[model] = await ask('/openai/v1/responses', model)
  expect(refused).toEqual({ 'gpt-4.1-mini': false, 'gpt-4.1-nano': false, 'gpt-4.1': true, 'gpt-4o': true, small: true, o3: true })
})

test('what was checked is what is sent: a body that can be read in two ways is written anew', async () => {
  const ask = await asking()
  expect(await ask('sk-full', '/openai/v1/responses', '{"model":"o3","model":"gpt-4o","input":"x"}')).toEqual([
    'asked',
    '{"model":"gpt-4o","input":"x"}',
  ])
  expect(await ask('sk-full', '/openai/v1/responses', '{"\\u006dodel":"gpt-4o","input":"x"}')).toEqual([
    'asked',
    '{"model":"gpt-4o","input":"x"}',
  ])
  expect((await ask('sk-full', '/openai/v1/responses', '{"model":"gpt-4o","\\u006dodel":"o3","input":"x"}'))[0]).toBe('refused')
  expect(await ask('sk-full', '/openai/v1/responses', '{ "model" :"gpt-4o", "input":"x" }')).toEqual([
    'asked',
    '{ "model" :"gpt-4o", "input":"x" }',
  ])
})

test('what a provider keeps for all alike is not shown to those who are no administrators', async () => {
  const ask = await asking()
  for (const path of [
    '/openai_passthrough/v1/files',
    '/openai_passthrough/files/file-1/content',
    '/openai_passthrough/v1/%66iles',
    '/openai_passthrough/v1/%2566iles',
    '/openai_passthrough/v1/files;x=1',
    '/openai_passthrough/v1%2Ffiles',
    '/openai_passthrough/v1/Files/',
    '/openai_passthrough/v1/batches',
    '/openai_passthrough/v1/responses/resp_1',
    '/openai/v1/organization/users',
    '/openai_passthrough/v1/uploads/u/parts',
  ]) {
    expect([path, (await ask('sk-ann', path))[0]]).toEqual([path, 'refused'])
    expect([path, (await ask(masterKey, path))[0]]).toEqual([path, 'asked'])
  }
  expect((await ask('sk-ann', '/openai_passthrough/v1/responses', '{"model":"gpt-4o","input":"x"}'))[0]).toBe('asked')
})

test('a server that asks for no key is passed through to only where the config says so', async () => {
  const deployment = (more: string) => `  - model_name: local
    litellm_params: { model: ollama/llama, api_base: FIRST${more} }
`
  const closed = await setUpStores(deployment(''))
  const status = async (url: string) => (await fetch(`${url}/ollama/api/tags`, { headers: { authorization: 'Bearer sk-ann' } })).status
  expect([await status(closed.url), closed.hosts[0].seen.length]).toEqual([401, 0])
  const opened = await setUpStores(deployment(', use_in_pass_through: true'))
  expect([await status(opened.url), opened.hosts[0].seen.map(({ path }) => path)]).toEqual([401, ['/api/tags']]) // the 401 of the host
})
