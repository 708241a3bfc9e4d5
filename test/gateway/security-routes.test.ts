/** Every path of every route, with every method there is: without a key nothing answers but what is public by its rule. */
import { expect, test } from 'vitest'
import type { Route } from '../../src/gateway/route.js'
import { routes } from '../../src/gateway/routes.js'
import { authorised, setUp } from './gateway-support.js'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'SEARCH', 'PROPFIND', 'QUERY'] as const
/** Routes that need no key as a config leaves them: by their rule, or as LiteLLM has its metrics. */
const openBySettings = ['/metrics']
const open = new Set(
  routes
    .filter(({ access, paths }) => access === 'public' || paths.some((path) => openBySettings.includes(path)))
    .flatMap(({ method, paths }) => paths.flatMap((path) => [`${method} ${path}`, ...(method === 'GET' ? [`HEAD ${path}`] : [])])),
)
const filled = (path: string) => path.replace(/:\w+/g, 'x').replace('*', 'a/b:c')
/** Beside those of the table: what nobody wrote down. */
const elsewhere = [
  '/',
  '/*',
  '/x',
  '/v1',
  '/v1/x',
  '/v1/x/y/z',
  '/openai/x',
  '/config',
  '/config/x',
  '/health/x',
  '/key/generate',
  '/.env',
  '/admin',
  '/ui',
  '/docs',
]

type Answer = { readonly statusCode: number; readonly body: string }

test('without a key there is 401 and 404, and what is public by its rule', async () => {
  const { gateway } = await setUp({ listens: false })
  expect(gateway.serving.settings.publicRoutes).toEqual(openBySettings)
  const wrong: string[] = []
  const ask = async (method: string, url: string): Promise<Answer | undefined> => {
    // a method that the framework does not know is refused before it has a request
    if (!gateway.app.supportedMethods.includes(method)) return undefined
    return gateway.app.inject({ method: method as 'GET', url }) // checked above
  }
  for (const path of [...new Set([...routes.flatMap(({ paths }) => paths), ...elsewhere])])
    for (const method of methods) {
      if (open.has(`${method} ${path}`)) continue
      for (const url of [filled(path), `${filled(path)}/`, `${filled(path)}?key=x`]) {
        const answer = await ask(method, url)
        const isOpenAgain = url.endsWith('/') && open.has(`${method} ${url.slice(0, -1) || '/'}`)
        if (answer === undefined || isOpenAgain || [401, 404].includes(answer.statusCode)) continue
        wrong.push(`${method} ${url}: ${answer.statusCode} ${answer.body.slice(0, 100)}`)
      }
    }
  expect(wrong).toEqual([])
  expect(open.size).toBeGreaterThan(5)
})

test('what is public is what a stranger may know, by name', () => {
  const names = routes
    .filter(({ access }) => access === 'public')
    .flatMap(({ method, paths }: Route) => paths.map((path) => `${method} ${path}`))
  const known = [
    /^GET \/$/,
    /^GET \/health\/(liveness|liveliness|readiness)$/,
    /^GET \/(routes|openapi\.json|docs.*|redoc|metrics\/?)$/,
    /^(GET|OPTIONS) \/test$/,
  ]
  expect(names.filter((name) => !known.some((pattern) => pattern.test(name)))).toEqual([])
})

test('with the key of an administrator, what is not in the table is not there either', async () => {
  const { gateway } = await setUp({ listens: false })
  for (const path of elsewhere.filter(
    (each) => each !== '/' && each !== '/key/generate' && !each.startsWith('/v1') && !each.startsWith('/openai'),
  )) {
    const answer = await gateway.app.inject({ method: 'GET', url: path, headers: authorised })
    expect([path, answer.statusCode]).toEqual([path, 404])
  }
})
