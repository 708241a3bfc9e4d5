/** Every path of every route × every kind of caller that a virtual key can stand for. */
import { expect, test } from 'vitest'
import { objectRoutes } from '../../src/gateway/admin/object-routes.js'
import { createCallerCache } from '../../src/gateway/auth/caller-cache.js'
import { hashKey } from '../../src/gateway/auth/key-text.js'
import { createVirtualKeyCheck } from '../../src/gateway/auth/virtual-key-check.js'
import type { Route } from '../../src/gateway/route.js'
import { routes } from '../../src/gateway/routes.js'
import type { Caller } from '../../src/gateway/store/find-caller.js'
import { callerWith, type Levels } from './auth/callers.js'
import { appOver, masterKey, setUp } from './gateway-support.js'

const now = Date.parse('2026-02-14T00:00:00Z')
const every = [...new Set([...routes, ...objectRoutes])]
/** The real routes, which say that they were reached instead of doing what they do. */
const marked = every.map((route): Route => ({ ...route, handle: ({ reply }) => void reply.send({ reached: true }) }))

type Address = { readonly route: Route; readonly path: string; readonly url: string }
const addresses: readonly Address[] = marked.flatMap((route) =>
  route.paths.map((path) => ({ route, path, url: path.replace(/:\w+/g, 'm').replace('*', 'm:generateContent') })),
)
/** Every path that the config may serve: where the last two routes lead. */
const passThrough = ['/m:generateContent', '/m/m:generateContent'].map((path) => ({
  path,
  target: 'http://localhost',
  headers: {},
  includeSubpath: false,
  defaultQuery: {},
  forwardHeaders: false,
  costNanoUsd: 0,
  keyHeader: undefined,
  auth: true,
  methods: undefined,
}))

async function appOf(caller: Caller) {
  const { gateway } = await setUp({ listens: false })
  const { serving } = gateway
  const callers = createCallerCache(
    async (token) => (token === hashKey('sk-it') ? caller : undefined),
    () => now,
  )
  const keyCheck = createVirtualKeyCheck({ masterKey, callers, now: () => now, admitsUnknown: false })
  return appOver({ ...serving, keyCheck, settings: { ...serving.settings, passThrough, publicRoutes: [] } }, marked)
}

/** Statuses of all addresses as a test wants them, and those that are otherwise. */
async function differing(levels: Levels, want: (address: Address) => number): Promise<readonly string[]> {
  const app = await appOf(callerWith(levels))
  const wrong: string[] = []
  for (const address of addresses) {
    const { route, url } = address
    const answer = await app.inject({
      method: route.method,
      url,
      headers: { 'x-api-key': 'sk-it' },
      ...(route.method !== 'GET' && { payload: '{}' }),
    })
    const wanted = route.access === 'public' ? 200 : want(address)
    if (answer.statusCode !== wanted) wrong.push(`${route.method} ${address.path}: ${answer.statusCode}, not ${wanted}`)
    else if (answer.body.includes('sk-it')) wrong.push(`${route.method} ${address.path}: the key is told`)
  }
  return wrong
}

const byAccess = (lets: readonly Route['access'][]) => (address: Address) => (lets.includes(address.route.access) ? 200 : 403)
const ordinary = byAccess(['key'])

test.each<{ name: string; levels: Levels; want: (address: Address) => number }>([
  { name: 'a key of nobody', levels: {}, want: ordinary },
  { name: 'a service account of a team', levels: { team: {} }, want: ordinary },
  ...['org_admin', 'internal_user', 'internal_user_viewer', 'team', 'customer', 'emperor', 'PROXY_ADMIN', ''].map((userRole) => ({
    name: `a user of the role "${userRole}"`,
    levels: { user: { userRole } },
    want: ordinary,
  })),
  { name: 'an administrator', levels: { user: { userRole: 'proxy_admin' } }, want: () => 200 },
  { name: 'an administrator in a team', levels: { user: { userRole: 'proxy_admin' }, team: {} }, want: () => 200 },
  { name: 'an onlooker', levels: { user: { userRole: 'proxy_admin_viewer' } }, want: byAccess(['key', 'admin-read']) },
  { name: 'a blocked key', levels: { key: { blocked: true }, user: { userRole: 'proxy_admin' } }, want: () => 403 },
  { name: 'a key of a blocked team', levels: { team: { blocked: true }, user: { userRole: 'proxy_admin' } }, want: () => 403 },
  { name: 'a key of a blocked user', levels: { user: { blocked: true, userRole: 'proxy_admin' } }, want: () => 403 },
  { name: 'an expired key', levels: { key: { expires: new Date(now) }, user: { userRole: 'proxy_admin' } }, want: () => 401 },
  { name: 'a blocked key that expired', levels: { key: { blocked: true, expires: new Date(now) } }, want: () => 403 },
  { name: 'a key for nothing', levels: { key: { allowedRoutes: ['nothing'] }, user: { userRole: 'proxy_admin' } }, want: () => 403 },
  {
    name: 'a key that may see spend',
    levels: { key: { permissions: { get_spend_routes: true } } },
    want: ({ route }) => (route.access === 'key' || (route.access === 'admin-read' && route.tags.includes('spend')) ? 200 : 403),
  },
])('$name', async ({ levels, want }) => expect(await differing(levels, want)).toEqual([]))

/** Paths of the administration and of models, written down a second time. */
const administration =
  /^\/(v2\/)?(key|user|team|organization|budget|customer|end_user|tag)\/|^\/credentials(\/|$)|^\/model\/(new|update|delete|:\w+\/update)$/
const ofModels =
  /^(\/v1|\/v2|\/(?:openai|azure)\/v1|\/engines\/:model|\/openai\/deployments\/:model)?\/(chat\/completions|completions|embeddings|images|audio|moderations|rerank|responses|files|batches|fine_tuning|models|messages)(\/|$)|^\/v1beta\/|^\/utils\/|^(\/:provider|\/anthropic|\/gemini|\/vertex_ai|\/vertex-ai)?\/\*$/

test.each<{ name: string; entry: string; want: (address: Address) => boolean | undefined }>([
  { name: 'models', entry: 'llm_api_routes', want: ({ path }) => ofModels.test(path) },
  { name: 'the administration', entry: 'management_routes', want: ({ path }) => administration.test(path) },
])('an administrator’s key for $name reaches these alone', async ({ entry, want }) => {
  const levels = { key: { allowedRoutes: [entry] }, user: { userRole: 'proxy_admin' } }
  expect(await differing(levels, (address) => (want(address) ? 200 : 403))).toEqual([])
  expect(addresses.filter((address) => want(address)).length).toBeGreaterThan(30)
})

test('a key of the UI reaches everything but models', async () => {
  const levels = { key: { teamId: 'litellm-dashboard' }, user: { userRole: 'proxy_admin' } }
  expect(await differing(levels, ({ path }) => (ofModels.test(path) ? 403 : 200))).toEqual([])
})
