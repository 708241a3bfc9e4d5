/** The gateway as a part of a program: the names of the entry, and what a program does with them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compile } from '../../src/compiler/compile.js'
import * as entry from '../../src/gateway/index.js'
import {
  type CallRecord,
  type ConfigSource,
  createGateway,
  type GatewayOptions,
  GatewayStartError,
  type Route,
  routes,
} from '../../src/gateway/index.js'
import { createMockProvider } from '../../src/testing/index.js'
import { authorised, env } from './gateway-support.js'

test('the names of llmgen/gateway', () => {
  expect(Object.keys(entry).sort()).toEqual(['GatewayStartError', 'allRoutes', 'createGateway', 'routes'])
})

const config = (url: string, name = 'gpt-4o') => ({
  model_list: [{ model_name: name, litellm_params: { model: 'openai/gpt-4o', api_base: `${url}/v1`, api_key: 'os.environ/PROVIDER_KEY' } }],
  general_settings: { master_key: 'os.environ/LITELLM_MASTER_KEY' },
})
const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }

async function provider() {
  const mock = await createMockProvider()
  onTestFinished(() => mock.close())
  return mock
}

async function gatewayOf(given: ConfigSource, more: Partial<GatewayOptions> = {}) {
  const gateway = await createGateway({ config: given, env, ...more })
  onTestFinished(() => gateway.close(0))
  return gateway
}

/** The same config in every form in which it may be handed over. */
const forms: readonly { readonly name: string; make(url: string): ConfigSource | Promise<ConfigSource> }[] = [
  { name: 'an object', make: (url) => ({ source: config(url) }) },
  { name: 'text', make: (url) => ({ source: JSON.stringify(config(url)) }) },
  {
    name: 'a file',
    make: (url) => {
      const folder = mkdtempSync(join(tmpdir(), 'llmgen-entry-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      writeFileSync(join(folder, 'litellm_config.yaml'), JSON.stringify(config(url)))
      return { path: 'litellm_config.yaml', cwd: folder }
    },
  },
  {
    name: 'a Plan',
    make: async (url) => {
      const { plan, secrets } = await compile({ source: JSON.stringify(config(url)), path: 'config', emit: false })
      if (plan === undefined) throw new Error('the config has errors')
      return { plan, secrets }
    },
  },
]

test.each(forms)('$name is served, without a port and on one', async ({ make }) => {
  const mock = await provider()
  const gateway = await gatewayOf(await make(mock.url))
  const injected = await gateway.app.inject({ method: 'POST', url: '/v1/chat/completions', headers: authorised, payload: body })
  const url = await gateway.listen({ port: 0, host: '127.0.0.1' })
  const sent = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: authorised, body: JSON.stringify(body) })
  expect([injected.statusCode, sent.status, mock.requests.length]).toEqual([200, 200, 2])
  await gateway.close(0)
  await expect(fetch(url)).rejects.toThrow()
})

test('literal secrets of an object are refused, or kept beside the Plan where that is allowed', async () => {
  const mock = await provider()
  const literal = {
    model_list: [
      {
        model_name: 'gpt-4o',
        litellm_params: { model: 'openai/gpt-4o', api_base: `${mock.url}/v1`, api_key: 'sk-proj-0123456789abcdefghij0123456789' },
      },
    ],
  }
  await expect(createGateway({ config: { source: literal }, env: {} })).rejects.toThrow(GatewayStartError)
  const gateway = await gatewayOf({ source: literal, allowLiteralSecrets: true }, { env: {} })
  expect((await gateway.app.inject({ method: 'POST', url: '/chat/completions', payload: body })).statusCode).toBe(200)
  expect(JSON.stringify(gateway.serving.plan)).not.toContain('sk-proj')
})

test('what is wrong with a config is the message, with the name it was given', async () => {
  const wrong = createGateway({ config: { source: { model_list: 4 }, path: 'of-a-database' }, env })
  await expect(wrong).rejects.toThrow(/^of-a-database: .*model_list/)
  await expect(createGateway({ config: { path: '/nowhere/at/all.yaml' }, env })).rejects.toMatchObject({ code: 'ENOENT' })
})

test('another config is opened beside the one that is served, and served when it is told to be', async () => {
  const mock = await provider()
  const gateway = await gatewayOf({ source: config(mock.url) })
  const names = () => gateway.serving.plan.groups.map(({ name }) => name)
  expect(await gateway.prepare({ source: { model_list: 4 } })).toEqual({ ok: false, message: expect.stringContaining('model_list') })
  const [dropped, next] = [
    await gateway.prepare({ source: config(mock.url, 'dropped') }),
    await gateway.prepare({ source: config(mock.url, 'next') }),
  ]
  expect(names()).toEqual(['gpt-4o'])
  if (dropped.ok) await dropped.drop()
  if (next.ok) next.serve()
  expect(names()).toEqual(['next'])
})

test('a program adds routes of its own, hears of each request, and keeps counters where it wants', async () => {
  const mock = await provider()
  const records: CallRecord[] = []
  const own: Route = {
    method: 'GET',
    paths: ['/own/:name'],
    access: 'key',
    errors: 'openai',
    summary: 'One of the program.',
    tags: ['own'],
    handle: ({ reply, serving }) => void reply.send({ models: serving.plan.groups.length }),
  }
  const observers = [(record: CallRecord) => void records.push(record)]
  const gateway = await gatewayOf({ source: config(mock.url) }, { routes: [...routes, own], observers })
  const answers = [
    await gateway.app.inject({ url: '/own/thing', headers: authorised }),
    await gateway.app.inject({ url: '/own/thing' }),
    await gateway.app.inject({ method: 'POST', url: '/v1/chat/completions', headers: authorised, payload: body }),
  ]
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 401, 200])
  expect(answers[0]?.json()).toEqual({ models: 1 })
  expect(records.map(({ route, status, callType }) => [route, status, callType])).toEqual([
    ['/own/:name', 200, undefined],
    ['/own/:name', 401, undefined],
    [expect.stringContaining('chat/completions'), 200, 'acompletion'],
  ])
})
