/** Every route of the gateway asked with bodies that mean something, and with such that do not: for suites that look at all that comes out. */
import type { Route } from '../../../src/gateway/route.js'
import { routes } from '../../../src/gateway/routes.js'

/** What ids in paths, queries and bodies stand for. */
export type Things = {
  /** Hash of a key. */
  readonly token: string
  readonly team: string
  readonly user: string
  readonly organization: string
  readonly budget: string
  readonly customer: string
  readonly tag: string
  /** Id of a stored model. */
  readonly model: string
}

export type Asked = { readonly route: Route; readonly method: Route['method']; readonly path: string; readonly body?: unknown }

const day = (at: number) => new Date(at).toISOString().slice(0, 10)

/** Every name under which some route expects something, with what it may be. Names that a route does not know it does not read. */
export function everyField(things: Things): { readonly [name: string]: unknown } {
  const { token, team, user, organization, budget, customer, model } = things
  return {
    key: token,
    keys: [token],
    api_key: token,
    team_id: team,
    team_ids: [team],
    team_alias: 'Team',
    user_id: user,
    user_ids: [user],
    user_email: 'user@example.org',
    organization_id: organization,
    organizations: [organization],
    organization_ids: [organization],
    organization_alias: 'Organization',
    budget_id: budget,
    budgets: [budget],
    end_user_id: customer,
    tags: ['asked'],
    id: model,
    model_id: model,
    model: 'gpt-4o',
    models: ['gpt-4o'],
    messages: [{ role: 'user', content: 'hi' }],
    input: 'hi',
    prompt: 'hi',
    query: 'hi',
    documents: ['a', 'b'],
    contents: [{ role: 'user', parts: [{ text: 'hi' }] }],
    voice: 'alloy',
    max_tokens: 5,
    member: { role: 'user', user_id: user },
    max_budget: 10,
    budget_duration: '1d',
    tpm_limit: 1_000,
    rpm_limit: 1_000,
    metadata: { a: 'b' },
    reset_to: 0,
    start_date: day(Date.now() - 86_400_000),
    end_date: day(Date.now()),
    group_by: 'team',
    page: 1,
    page_size: 10,
  }
}

/** What stands in a path where a route has a name. */
function filled(path: string, things: Things): string {
  return path
    .replace(/:key\b/g, things.token)
    .replace(/:team_id\b/g, things.team)
    .replace(/:\w*model\w*\b/g, 'gpt-4o')
    .replace(/:\w+/g, 'x')
    .replace('*', 'v1/models')
}

/** Requests of one route, the ones that mean something first. */
export function requestsOf(route: Route, things: Things): readonly Asked[] {
  const path = filled(route.paths[0] ?? '/', things)
  const { method } = route
  const fields = { ...everyField(things), ...namedOf(route, things) }
  const query = new URLSearchParams()
  for (const { name } of route.query ?? []) if (name in fields && typeof fields[name] !== 'object') query.set(name, String(fields[name]))
  const asked = query.size === 0 ? path : `${path}?${query}`
  if (method === 'GET' || method === 'DELETE')
    return [asked, path, `${path}?${oddQuery(route)}`].map((each) => ({ route, method, path: each }))
  const bodies = [fields, route.example ?? {}, {}, 'no object', wrongTypes(fields)]
  return bodies.map((body) => ({ route, method, path: asked, body }))
}

/** Names that mean something else on other routes. */
function namedOf({ paths }: Route, { customer, tag, budget }: Things): { readonly [name: string]: unknown } {
  const path = paths[0] ?? ''
  if (/customer|end_user/.test(path)) return { user_id: customer, user_ids: [customer] }
  if (/^\/(tag|spend|global)/.test(path)) return { name: tag, names: [tag], tags: tag }
  if (path.startsWith('/budget')) return { id: budget }
  return {}
}

function oddQuery({ query = [] }: Route): string {
  return (query.length === 0 ? ['a'] : query.map(({ name }) => name)).map((name) => `${name}=%00%27%22%7B`).join('&')
}

/** The same names, each with a value that it cannot have. */
function wrongTypes(fields: object): object {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === 'object' ? 7 : { not: [value] }]))
}

/** Routes in an order in which those that remove things come last. */
export function tableInOrder(): readonly Route[] {
  const removes = (route: Route) => Number(route.method === 'DELETE' || route.paths.some((path) => /delete|reset|flush|block/.test(path)))
  return [...routes].sort((a, b) => removes(a) - removes(b))
}
