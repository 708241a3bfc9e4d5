/** What a request needs before its body is read: an address, a route that is served, a key, and routes that the key may use. */
import type { InjectOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import type { Identity, KeyCheck, Role } from '../../src/gateway/identity.js'
import { routes } from '../../src/gateway/routes.js'
import { identityWith, type Levels } from './auth/callers.js'
import { appOver, masterKey, setUp, yaml } from './gateway-support.js'

/** The gateway with these general settings, for callers by the words in their keys. */
async function appWith(general: string, callers: { readonly [key: string]: Identity } = {}) {
  const { gateway } = await setUp({ listens: false, yaml: yaml + general })
  const { serving } = gateway
  const asked: string[] = []
  const keyCheck: KeyCheck = (key) => {
    asked.push(key ?? '')
    return callers[key ?? ''] ?? serving.keyCheck(key)
  }
  const app = await appOver({ ...serving, keyCheck }, routes)
  const ask = async (method: 'GET' | 'POST', url: string, key?: string, more: InjectOptions = {}) => {
    const answer = await app.inject({
      method,
      url,
      headers: { ...(key !== undefined && { 'x-api-key': key }), ...more.headers },
      ...(method === 'POST' && { payload: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }) }),
      ...(more.remoteAddress !== undefined && { remoteAddress: more.remoteAddress }),
    })
    const type: unknown = answer.statusCode === 200 ? undefined : answer.json().error?.type
    return type === undefined ? answer.statusCode : `${answer.statusCode} ${type}`
  }
  return { ask, asked }
}

const withKey = (levels: Levels, role?: Role) => ({ 'sk-k': identityWith(levels, role) })

describe('addresses', () => {
  test('one that is not listed gets nowhere, not even to a public route or to the check of its key', async () => {
    const { ask, asked } = await appWith('  allowed_ips: ["10.0.0.0/8", "127.0.0.1"]\n')
    const from = (remoteAddress: string) => ({ remoteAddress })
    expect(await ask('GET', '/v1/models', masterKey, from('10.9.9.9'))).toBe(200)
    expect(await ask('GET', '/v1/models', masterKey, from('127.0.0.1'))).toBe(200)
    asked.length = 0
    expect(await ask('GET', '/v1/models', masterKey, from('8.8.8.8'))).toBe('403 auth_error')
    expect(await ask('GET', '/health/liveness', undefined, from('8.8.8.8'))).toBe('403 auth_error')
    expect(await ask('GET', '/nothing/here', masterKey, from('8.8.8.8'))).toBe('403 auth_error')
    expect(await ask('GET', '/v1/models', masterKey, { ...from('8.8.8.8'), headers: { 'x-forwarded-for': '10.0.0.1' } })).toBe(
      '403 auth_error',
    )
    expect(asked).toEqual([])
  })

  test('behind a proxy it is the one that the proxy tells', async () => {
    const { ask } = await appWith('  allowed_ips: ["10.0.0.1"]\n  use_x_forwarded_for: true\n')
    const via = (forwarded: string) => ({ remoteAddress: '172.16.0.1', headers: { 'x-forwarded-for': forwarded } })
    expect(await ask('GET', '/v1/models', masterKey, via('10.0.0.1'))).toBe(200)
    expect(await ask('GET', '/v1/models', masterKey, via('10.0.0.1, 8.8.8.8'))).toBe('403 auth_error')
    expect(await ask('GET', '/v1/models', masterKey, { remoteAddress: '10.0.0.1' })).toBe(200)
  })

  test('an empty list lets nobody in', async () => {
    const { ask } = await appWith('  allowed_ips: []\n')
    expect(await ask('GET', '/v1/models', masterKey)).toBe('403 auth_error')
  })
})

describe('routes of the gateway', () => {
  test('what allowed_routes does not list is not served to anybody, but for what is public', async () => {
    const { ask } = await appWith('  allowed_routes: [llm_api_routes, /model/info]\n')
    expect(await ask('GET', '/v1/models', masterKey)).toBe(200)
    expect(await ask('GET', '/model/info', masterKey)).toBe(200)
    expect(await ask('GET', '/health/liveness')).toBe(200)
    expect(await ask('GET', '/health', masterKey)).toBe('403 auth_error')
    expect(await ask('POST', '/config/reload', masterKey)).toBe('403 auth_error')
  })

  test('admin_only_routes are for administrators alone', async () => {
    const { ask } = await appWith('  admin_only_routes: [/v1/model/info, /v1/embeddings]\n', {
      ...withKey({}),
      'sk-viewer': identityWith({}, 'proxy_admin_viewer'),
      'sk-admin': identityWith({}, 'proxy_admin'),
    })
    expect(await ask('GET', '/model/info', 'sk-k')).toBe('403 auth_error')
    expect(await ask('GET', '/v1/model/info', 'sk-viewer')).toBe('403 auth_error')
    expect(await ask('GET', '/v1/model/info', 'sk-admin')).toBe(200)
    expect(await ask('GET', '/v1/model/info', masterKey)).toBe(200)
    expect(await ask('GET', '/v1/models', 'sk-k')).toBe(200)
  })
})

describe('routes of a key', () => {
  const cases: readonly { readonly name: string; readonly allowed: string[]; readonly opens: readonly string[] }[] = [
    { name: 'no list', allowed: [], opens: ['GET /v1/models', 'POST /chat/completions', 'GET /model/info', 'GET /health/backlog'] },
    { name: 'models', allowed: ['llm_api_routes'], opens: ['GET /v1/models', 'POST /chat/completions'] },
    { name: 'information', allowed: ['info_routes'], opens: ['GET /v1/models', 'GET /model/info', 'GET /health/backlog'] },
    { name: 'a path', allowed: ['/chat/completions'], opens: ['POST /chat/completions'] },
    { name: 'the start of paths', allowed: ['/health/*'], opens: ['GET /health/backlog'] },
    { name: 'the administration', allowed: ['management_routes'], opens: [] },
  ]
  test.each(cases)('$name', async ({ allowed, opens }) => {
    const { ask } = await appWith('', withKey({ key: { allowedRoutes: allowed } }))
    const asked = ['GET /v1/models', 'POST /chat/completions', 'GET /model/info', 'GET /health/backlog']
    const open: string[] = []
    for (const each of asked) {
      const [method, url = ''] = each.split(' ')
      const status = await ask(method === 'GET' ? 'GET' : 'POST', url, 'sk-k')
      if (status === 200) open.push(each)
      else expect([each, status]).toEqual([each, '403 auth_error'])
    }
    expect(open).toEqual(opens)
  })

  test('what a client writes into address and host decides nothing', async () => {
    const { ask } = await appWith('', withKey({ key: { allowedRoutes: ['/v1/models'] } }))
    for (const url of [
      '/v1/chat/completions?x=/v1/models',
      '/v1/chat/completions#/v1/models',
      '//v1/chat/completions',
      '/v1/models/../chat/completions',
      '/v1/models/%2e%2e/chat/completions',
      '/v1/models;/chat/completions',
    ])
      expect([url, [200].includes(Number(await ask('POST', url, 'sk-k', { headers: { host: 'x/v1/models?' } })))]).toEqual([url, false])
    expect(await ask('GET', '/v1/models', 'sk-k', { headers: { host: 'x' } })).toBe(200)
  })

  test('an administrator’s key keeps to its list too', async () => {
    const { ask } = await appWith('', withKey({ key: { allowedRoutes: ['llm_api_routes'] } }, 'proxy_admin'))
    expect([await ask('POST', '/config/reload', 'sk-k'), await ask('GET', '/v1/models', 'sk-k')]).toEqual(['403 auth_error', 200])
  })

  test('a key of the UI calls no models', async () => {
    const { ask } = await appWith('', withKey({ key: { teamId: 'litellm-dashboard' } }))
    expect(await ask('POST', '/v1/chat/completions', 'sk-k')).toBe('403 auth_error')
    expect(await ask('POST', '/openai/v1/responses', 'sk-k')).toBe('403 auth_error')
    expect(await ask('GET', '/model/info', 'sk-k')).toBe(200)
  })

  test('a provider’s own API is opened by its name, and no other', async () => {
    const { ask } = await appWith('', withKey({ key: { allowedRoutes: ['/anthropic/*', '/groq/*', '/v1/*'] } }))
    const asked: readonly (readonly [string, number | string])[] = [
      ['/openai/v1/x', '403 auth_error'],
      // errors of Google's form have no type
      ['/gemini/v1/x', 403],
      ['/langfuse/x', '403 auth_error'],
      ['/nothing/x', '404 not_found_error'],
    ]
    for (const [url, want] of asked) expect([url, await ask('GET', url, 'sk-k')]).toEqual([url, want])
  })

  test('an endpoint of the config is opened by its path, whatever is asked below it', async () => {
    const endpoints = `  pass_through_endpoints:
    - { path: /own, target: "http://localhost:1", include_subpath: true }
    - { path: /v1/other, target: "http://localhost:1" }
`
    for (const [entry, own, other] of [
      ['/own', 'through', 'refused'],
      ['/own/*', 'through', 'refused'],
      ['/own/sub', 'refused', 'refused'],
      ['/v1/other', 'refused', 'through'],
      ['/other', 'refused', 'refused'],
      ['/v1/*', 'refused', 'through'],
      ['llm_api_routes', 'through', 'through'],
      ['openai_routes', 'refused', 'refused'],
    ] as const) {
      const { ask } = await appWith(endpoints, withKey({ key: { allowedRoutes: [entry] } }))
      // nothing listens there
      const shown = async (url: string) => ((await ask('GET', url, 'sk-k')) === '403 auth_error' ? 'refused' : 'through')
      expect([entry, await shown('/own'), await shown('/own/sub'), await shown('/v1/other')]).toEqual([entry, own, own, other])
    }
  })

  test('permissions.get_spend_routes opens what shows spend, and nothing else of the administration', async () => {
    const { ask } = await appWith('', withKey({ key: { permissions: { get_spend_routes: true } } }))
    expect(await ask('GET', '/provider/budgets', 'sk-k')).toBe(200)
    expect(await ask('GET', '/cache/ping', 'sk-k')).toBe('403 auth_error')
    const plain = await appWith('', withKey({ key: { permissions: { get_spend_routes: 'true' } } }))
    expect(await plain.ask('GET', '/provider/budgets', 'sk-k')).toBe('403 auth_error')
  })
})
