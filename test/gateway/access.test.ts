/** Every route × every role × no key, a wrong key, the right key: nothing answers without a rule. */
import { describe, expect, test } from 'vitest'
import { mayCallModel, mayPass } from '../../src/gateway/access.js'
import { createGateway } from '../../src/gateway/gateway.js'
import type { Identity, KeyCheck, Role } from '../../src/gateway/identity.js'
import type { Access, Route } from '../../src/gateway/route.js'
import { routes } from '../../src/gateway/routes.js'
import { appOver, authorised, masterKey, setUp, yaml } from './gateway-support.js'

const allRoles: readonly Role[] = [
  'proxy_admin',
  'proxy_admin_viewer',
  'org_admin',
  'internal_user',
  'internal_user_viewer',
  'team',
  'customer',
]
/** Who may use a route with each rule, written down a second time. */
const expected: { readonly [A in Access]: readonly Role[] } = {
  public: allRoles,
  key: allRoles,
  'admin-read': ['proxy_admin', 'proxy_admin_viewer'],
  admin: ['proxy_admin'],
}

/** The real routes, which say that they were reached instead of doing what they do. */
const marked = routes.map((route): Route => ({ ...route, handle: ({ reply }) => void reply.send({ reached: true }) }))

const keyOf = (role: Role) => `sk-${role}`
const checkRoles: KeyCheck = (key) => {
  const role = allRoles.find((each) => keyOf(each) === key)
  if (key === undefined) return { refused: { status: 401, type: 'auth_error', message: 'no key' } }
  if (role === undefined) return { refused: { status: 401, type: 'token_not_found_in_db', message: 'unknown key' } }
  const identity: Identity = { kind: 'key', role, keyHash: 'x', models: undefined, userId: undefined, teamId: undefined }
  return identity
}

/** What the config serves by the routes that it decides over; their paths are those that `addresses` makes of them. */
const passThrough = [
  { path: '/m:generateContent', auth: true },
  { path: '/m/m:generateContent', auth: true },
  { path: '/open/to/all', auth: false },
].map((endpoint) => ({
  ...endpoint,
  target: 'http://localhost',
  headers: {},
  includeSubpath: false,
  defaultQuery: {},
  forwardHeaders: false,
  costNanoUsd: 0,
  keyHeader: 'x-their-key',
  methods: undefined,
}))

async function appOf(keyCheck: KeyCheck, publicRoutes: readonly string[] = []) {
  const { gateway } = await setUp({ listens: false })
  const { serving } = gateway
  return appOver({ ...serving, keyCheck, settings: { ...serving.settings, publicRoutes, passThrough } }, marked)
}

const addresses = marked.flatMap((route) =>
  route.paths.map((path) => ({ route, path, url: path.replace(/:\w+/g, 'm').replace('*', 'm:generateContent') })),
)

test('every path of every route asks for what its rule says, of every role', async () => {
  const app = await appOf(checkRoles)
  const wrong: string[] = []
  const expectStatus = async (
    method: Route['method'],
    url: string,
    key: string | undefined,
    want: readonly [number, string | undefined],
  ) => {
    const answer = await app.inject({
      method,
      url,
      headers: key === undefined ? {} : { 'x-api-key': key },
      ...(method === 'POST' && { payload: '{}' }),
    })
    const type: unknown = answer.statusCode === 200 ? undefined : JSON.stringify(answer.json())
    const fits = answer.statusCode === want[0] && (want[1] === undefined || String(type).includes(want[1]))
    if (!fits) wrong.push(`${method} ${url} with ${key}: ${answer.statusCode}, not ${want[0]} ${type}`)
  }
  for (const { route, url } of addresses) {
    const isPublic = route.access === 'public'
    await expectStatus(route.method, url, undefined, isPublic ? [200, undefined] : [401, 'no key'])
    await expectStatus(route.method, url, 'sk-wrong', isPublic ? [200, undefined] : [401, 'unknown key'])
    for (const role of allRoles) {
      const passes = isPublic || expected[route.access].includes(role)
      await expectStatus(route.method, url, keyOf(role), passes ? [200, undefined] : [403, 'administrators'])
    }
  }
  expect(wrong).toEqual([])
  expect(addresses.length).toBeGreaterThan(50)
})

test('the routes of the app are those of the list: no other is there', async () => {
  const app = await appOf(checkRoles)
  for (const { route, path } of addresses) expect(app.hasRoute({ method: route.method, url: path })).toBe(true)
  const listed = app.printRoutes().match(/\((GET|POST|PUT|PATCH|DELETE)[^)]*\)/g) ?? []
  const methods = listed.flatMap((each) => each.slice(1, -1).split(', ')).filter((method) => method !== 'HEAD')
  expect(methods.length).toBe(new Set(addresses.map(({ route, path }) => `${route.method} ${path}`)).size)
})

test('what is passed through needs a key, unless the config opens it; what nothing serves is a 404 for everybody', async () => {
  const app = await appOf(checkRoles)
  const statuses = async (url: string, headers = {}) =>
    Promise.all(
      (['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map(async (method) => {
        return (await app.inject({ method, url, headers })).statusCode
      }),
    )
  const all = (status: number) => [status, status, status, status, status, status]
  for (const name of ['openai', 'anthropic', 'gemini', 'vertex_ai', 'bedrock', 'groq', 'langfuse'])
    expect([name, await statuses(`/${name}/v9/x`), await statuses(`/${name}/v9/x`, { 'x-api-key': keyOf('team') })]).toEqual([
      name,
      all(401),
      all(200),
    ])
  expect(await statuses('/open/to/all')).toEqual(all(200))
  expect(await statuses('/m:generateContent', { 'x-their-key': keyOf('team') })).toEqual(all(200))
  expect(await statuses('/openai/v9/x', { 'x-their-key': keyOf('team') })).toEqual(all(401))
  expect(await statuses('/nothing/here')).toEqual(all(404))
  expect(await statuses('/nothing', { 'x-api-key': keyOf('proxy_admin') })).toEqual(all(404))
  expect(await statuses('/open/to/all/below')).toEqual(all(404))
})

test('a HEAD asks for the same as its GET', async () => {
  const app = await appOf(checkRoles)
  for (const { route, url } of addresses.filter(({ route: { method } }) => method === 'GET'))
    for (const key of [undefined, keyOf('team'), keyOf('proxy_admin')]) {
      const status = async (method: 'GET' | 'HEAD') =>
        (await app.inject({ method, url, headers: key === undefined ? {} : { 'x-api-key': key } })).statusCode
      expect([url, key, await status('HEAD')]).toEqual([url, key, await status('GET')])
      if (key === undefined) expect([url, await status('HEAD')]).toEqual([url, route.access === 'public' ? 200 : 401])
    }
})

test('what is open to everybody, and what only administrators may, is what stands here: a rule is not loosened by chance', () => {
  const pathsOf = (...rules: readonly Access[]) => routes.filter(({ access }) => rules.includes(access)).flatMap(({ paths }) => paths)
  expect(pathsOf('public')).toEqual(['/health/liveliness', '/health/liveness', '/health/readiness', '/routes', '/openapi.json', '/'])
  expect(pathsOf('admin-read', 'admin')).toEqual(
    expect.arrayContaining([
      '/provider/budgets',
      '/cache/ping',
      '/cache/delete',
      '/cache/flushall',
      '/health/readiness/details',
      '/health/test_connection',
      '/callbacks/list',
      '/config/reload',
    ]),
  )
  expect(pathsOf('admin')).toEqual(
    expect.arrayContaining(['/cache/delete', '/cache/flushall', '/health/test_connection', '/config/reload']),
  )
})

test('a key check that takes its time is waited for, and one that fails lets nobody in', async () => {
  const late = await appOf(async (key) => checkRoles(key))
  expect((await late.inject({ url: '/v1/models', headers: { 'x-api-key': keyOf('team') } })).statusCode).toBe(200)
  expect((await late.inject({ url: '/v1/models', headers: { 'x-api-key': 'sk-wrong' } })).statusCode).toBe(401)
  const broken = await appOf(() => Promise.reject(new Error('the store is away')))
  const answer = await broken.inject({ url: '/v1/models', headers: { 'x-api-key': 'sk-a' } })
  expect([answer.statusCode, answer.body.includes('the store is away')]).toEqual([500, false])
})

test('public_routes opens what needs a key, never what needs an administrator', async () => {
  const app = await appOf(checkRoles, ['/v1/models', '/config/reload', '/health/*'])
  const status = async (method: 'GET' | 'POST', url: string) => (await app.inject({ method, url })).statusCode
  expect(await status('GET', '/v1/models')).toBe(200)
  expect(await status('GET', '/health/backlog')).toBe(200)
  expect(await status('POST', '/config/reload')).toBe(401)
  expect(await status('GET', '/health/readiness/details')).toBe(401)
  expect(await status('POST', '/v1/chat/completions')).toBe(401)
})

test('the master key is the administrator, and a wrong one is nobody', async () => {
  const { gateway } = await setUp({ listens: false })
  const reload = async (headers: object) => {
    const answer = await gateway.app.inject({ method: 'POST', url: '/config/reload', headers: { ...headers } })
    return [answer.statusCode, answer.json().error?.type]
  }
  expect(await reload(authorised)).toEqual([200, undefined])
  expect(await reload({})).toEqual([401, 'auth_error'])
  expect(await reload({ authorization: `Bearer ${masterKey}x` })).toEqual([401, 'token_not_found_in_db'])
  expect(await reload({ authorization: 'Bearer 0123abcd' })).toEqual([401, 'auth_error'])
})

test('without a master key everybody is in', async () => {
  const open = yaml.replace('master_key: os.environ/LITELLM_MASTER_KEY', 'max_request_size_mb: 1')
  const { gateway } = await setUp({ listens: false, yaml: open, env: { PROVIDER_KEY: 'sk-p' } })
  expect((await gateway.app.inject({ url: '/v1/models' })).statusCode).toBe(200)
})

test('a config with errors starts nothing, and says why', async () => {
  const { path } = await setUp({ listens: false })
  await expect(createGateway({ config: { path: `${path}.gone` } })).rejects.toThrow(/ENOENT/)
})

describe('models of a key', () => {
  const rows: readonly (readonly [readonly string[] | undefined, string, boolean])[] = [
    [undefined, 'a', true],
    [[], 'a', true],
    [['*'], 'a', true],
    [['all-proxy-models'], 'a', true],
    [['a'], 'a', true],
    [['a'], 'ab', false],
    [['openai/*'], 'openai/gpt-4o', true],
    [['openai/*'], 'azure/gpt-4o', false],
    [['bedrock/us.*-v1'], 'bedrock/us.claude-v1', true],
    [['bedrock/us.*-v1'], 'bedrock/us.claude-v2', false],
    [['a*a'], 'a', false],
    [['a.b'], 'axb', false],
  ]
  test.each(rows)('%j lets %s in: %s', (models, name, want) => expect(mayCallModel({ models }, name)).toBe(want))

  test('a model that the key does not list is 403, in fallbacks too', async () => {
    const { gateway } = await setUp({ listens: false })
    const limited: KeyCheck = () => ({
      kind: 'key',
      role: 'internal_user',
      keyHash: 'x',
      models: ['gpt-4o'],
      userId: undefined,
      teamId: undefined,
    })
    const app = await appOver({ ...gateway.serving, keyCheck: limited }, routes)
    const ask = async (more: object) => {
      const payload = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], ...more })
      const answer = await app.inject({ method: 'POST', url: '/chat/completions', payload })
      return [answer.statusCode, answer.json().error?.type]
    }
    expect(await ask({})).toEqual([200, undefined])
    expect(await ask({ model: 'claude' })).toEqual([403, 'key_model_access_denied'])
    expect(await ask({ fallbacks: ['claude'] })).toEqual([403, 'key_model_access_denied'])
    expect(await ask({ fallbacks: [{ 'gpt-4o': ['claude'] }] })).toEqual([403, 'key_model_access_denied'])
    for (const hidden of [
      { fallbacks: [{ model: 'gpt-4o', fallbacks: ['claude'] }] },
      { fallbacks: [{ model: 'gpt-4o', fallbacks: [{ model: 'gpt-4o', fallbacks: [{ model: 'claude' }] }] }] },
      { fallbacks: [{ model: 5, 'gpt-4o': ['claude'] }] },
      { fallbacks: [{ 'gpt-4o': [{ model: 'gpt-4o', context_window_fallbacks: [{ a: ['claude'] }] }] }] },
      { context_window_fallbacks: [{ 'gpt-4o': 'claude' }] },
      { content_policy_fallbacks: [{ 'gpt-4o': [{ model: 'claude' }] }] },
      { context_window_fallback_dict: { 'gpt-4o': 'claude' } },
    ])
      expect([hidden, await ask(hidden)]).toEqual([hidden, [403, 'key_model_access_denied']])
    const list = await app.inject({ url: '/v1/models' })
    expect(list.json().data.map(({ id }: { id: string }) => id)).toEqual(['gpt-4o'])
  })
})

test('the rules in one place agree with the table here', () => {
  for (const [access, roles] of Object.entries(expected)) expect(allRoles.filter((role) => mayPass(access as Access, role))).toEqual(roles) // the keys of the table above
})
