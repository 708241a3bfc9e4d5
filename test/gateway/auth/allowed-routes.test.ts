/** Which routes the entries of `allowed_routes` open, over all routes that there are. */
import { describe, expect, test } from 'vitest'
import { objectRoutes } from '../../../src/gateway/admin/object-routes.js'
import { groupsOf, isListed, isLlmRoute, routeGroupNames } from '../../../src/gateway/auth/allowed-routes.js'
import type { Route } from '../../../src/gateway/route.js'
import { routes } from '../../../src/gateway/routes.js'

const every = [...new Set([...routes, ...objectRoutes])]

/** Routes by `METHOD path`, each under all its spellings. */
const byName = new Map<string, Route>(every.flatMap((route) => route.paths.map((path) => [`${route.method} ${path}`, route] as const)))

function routeOf(name: string): Route {
  const found = byName.get(name)
  if (found === undefined) throw new Error(`there is no route ${name}`)
  return found
}

function isOpen(entries: readonly string[], name: string): boolean {
  return isListed(entries, routeOf(name), name.split(' ')[1] ?? '')
}

describe('groups', () => {
  const rows: { readonly [group: string]: { readonly has: readonly string[]; readonly lacks: readonly string[] } } = {
    llm_api_routes: {
      has: [
        'POST /chat/completions',
        'POST /v1/embeddings',
        'POST /v1/messages',
        'POST /v1/messages/count_tokens',
        'GET /v1/models',
        'GET /models/*',
        'POST /v1beta/models/*',
        'GET /v1/files',
        'POST /anthropic/*',
        'POST /utils/token_counter',
      ],
      lacks: ['POST /user/new', 'GET /user/info', 'POST /spend/calculate', 'GET /model/info', 'POST /config/reload', 'GET /health'],
    },
    openai_routes: {
      has: ['POST /v1/chat/completions', 'GET /v1/models', 'POST /v1/responses', 'GET /v1/batches'],
      lacks: ['POST /v1/messages', 'POST /v1beta/models/*', 'POST /:provider/*', 'POST /team/new'],
    },
    anthropic_routes: {
      has: ['POST /v1/messages', 'POST /v1/messages/count_tokens', 'POST /anthropic/*'],
      lacks: ['POST /chat/completions'],
    },
    google_routes: { has: ['POST /v1beta/models/*'], lacks: ['POST /v1/messages'] },
    mapped_pass_through_routes: { has: ['GET /:provider/*', 'POST /anthropic/*'], lacks: ['POST /chat/completions', 'GET /v1/files'] },
    management_routes: {
      has: [
        'POST /user/new',
        'GET /user/info',
        'POST /team/new',
        'POST /team/member_add',
        'POST /budget/new',
        'POST /customer/new',
        'POST /tag/new',
      ],
      lacks: ['POST /chat/completions', 'GET /v1/models', 'GET /health', 'POST /config/reload'],
    },
    info_routes: {
      has: [
        'GET /user/info',
        'GET /team/info',
        'GET /team/list',
        'GET /model/info',
        'GET /model_group/info',
        'GET /health',
        'POST /budget/info',
      ],
      lacks: ['POST /user/new', 'POST /team/delete', 'POST /chat/completions', 'POST /health/test_connection'],
    },
    spend_tracking_routes: { has: ['POST /spend/calculate', 'GET /provider/budgets'], lacks: ['GET /user/info', 'POST /chat/completions'] },
    public_routes: { has: ['GET /health/liveness', 'GET /routes'], lacks: ['GET /health', 'GET /v1/models'] },
    admin_only_routes: { has: ['POST /config/reload', 'POST /cache/flushall'], lacks: ['GET /cache/ping', 'POST /chat/completions'] },
  }

  test.each(Object.entries(rows))('%s', (group, { has, lacks }) => {
    expect({ has: has.filter((name) => isOpen([group], name)), lacks: lacks.filter((name) => !isOpen([group], name)) }).toEqual({
      has,
      lacks,
    })
  })

  test('whatever calls a model is of the models, and nothing of the administration is', () => {
    for (const route of every.filter(({ callType }) => callType !== undefined))
      expect([route.paths, isLlmRoute(route)]).toEqual([route.paths, true])
    for (const route of objectRoutes)
      expect([route.paths, [...groupsOf(route)].includes('management_routes'), isLlmRoute(route)]).toEqual([route.paths, true, false])
  })

  test('a read-only list opens nothing that writes', () => {
    const writes = every.filter((route) => groupsOf(route).has('info_routes') && route.method !== 'GET')
    expect(writes.flatMap(({ paths }) => paths).filter((path) => !path.endsWith('/info'))).toEqual([])
  })

  test('no route is in a group by its name alone', () => {
    for (const name of routeGroupNames)
      expect(isListed([name], { ...routeOf('GET /health/liveness'), access: 'key', tags: [] }, `/${name}`)).toBe(false)
  })
})

describe('paths', () => {
  test.each<readonly [readonly string[], string, boolean]>([
    [['/chat/completions'], 'POST /chat/completions', true],
    [['/chat/completions'], 'POST /v1/chat/completions', true],
    [['/v1/chat/completions'], 'POST /chat/completions', true],
    [['/chat/completions'], 'POST /completions', false],
    [['/chat/completions'], 'POST /engines/:model/chat/completions', false],
    [['/engines/{model}/chat/completions'], 'POST /engines/:model/chat/completions', true],
    [['/engines/*'], 'POST /engines/:model/chat/completions', true],
    [['/v1/*'], 'POST /v1/chat/completions', true],
    [['/v1/*'], 'POST /:provider/*', false],
    [['/v1/*'], 'POST /user/new', false],
    [['/user/*'], 'POST /user/new', true],
    [['/user*'], 'POST /user/new', true],
    [['/team/*'], 'POST /user/new', false],
    [['/anthropic/*'], 'POST /anthropic/*', true],
    [['/anthropic'], 'POST /anthropic/*', true],
    [['/v1/models'], 'GET /v1/models/*', true],
    [['*'], 'POST /user/new', true],
    [['/*'], 'POST /user/new', true],
    [['/*'], 'POST /*', true],
    [['/v1/*'], 'POST /*', false],
    [[''], 'POST /*', false],
    [['/'], 'POST /*', false],
    [[''], 'GET /', false],
    [['/user'], 'POST /user/new', false],
    [['/user/new/'], 'POST /user/new', false],
    [['/USER/NEW'], 'POST /user/new', false],
    [['/us*/new'], 'POST /user/new', false],
    [['constructor', '__proto__', 'toString'], 'POST /user/new', false],
    [['nothing', '/user/new'], 'POST /user/new', true],
    [[], 'POST /user/new', false],
  ])('%j opens %s: %s', (entries, name, want) => expect(isOpen(entries, name)).toBe(want))
})
