/**
 * Which routes a list of paths and group names stands for, as `allowed_routes` of a key has them. Groups come from what each
 * route says of itself, so that a new route is in its groups at once. The path is the matched route's pattern: what a client
 * writes into an address or a Host header decides nothing.
 */
import type { Route } from '../route.js'

/** What is looked at. */
export type RouteFacts = Pick<Route, 'method' | 'paths' | 'access' | 'tags' | 'callType' | 'errors'>

/** Tags of the administration. */
const objectTags: ReadonlySet<string> = new Set([
  'keys',
  'users',
  'teams',
  'organizations',
  'budgets',
  'customers',
  'tags',
  'config',
  'credentials',
  'invitations',
  'audit',
])

/** LiteLLM's names, each with what is in it. */
const groups: { readonly [name: string]: (route: RouteFacts) => boolean } = {
  llm_api_routes: isLlmRoute,
  openai_routes: (route) => isLlmRoute(route) && route.errors === 'openai' && !isPassedThrough(route),
  anthropic_routes: (route) => route.tags.includes('anthropic') || (isPassedThrough(route) && route.errors === 'anthropic'),
  google_routes: (route) => route.tags.includes('gemini'),
  passthrough_routes_wildcard: isPassedThrough,
  mapped_pass_through_routes: isPassedThrough,
  mcp_routes: ({ tags }) => tags.includes('mcp'),
  agent_routes: ({ tags }) => tags.includes('agents'),
  info_routes: isInfo,
  management_routes: isManagement,
  key_management_routes: ({ tags }) => tags.includes('keys'),
  spend_tracking_routes: (route) => isSpend(route) && !isGlobal(route),
  global_spend_tracking_routes: (route) => isSpend(route) && isGlobal(route),
  internal_user_routes: (route) => route.access === 'key' && (isManagement(route) || isSpend(route)),
  admin_only_routes: ({ access }) => access === 'admin',
  public_routes: ({ access }) => access === 'public',
}

/** Names that stand for a group of routes in `allowed_routes`. */
export const routeGroupNames: readonly string[] = Object.keys(groups)

const known = new WeakMap<RouteFacts, ReadonlySet<string>>()

/** The groups that a route is in. */
export function groupsOf(route: RouteFacts): ReadonlySet<string> {
  const found = known.get(route) ?? new Set(routeGroupNames.filter((name) => groups[name]?.(route)))
  known.set(route, found)
  return found
}

/** True for what calls a model, and what only somebody who calls models asks for. */
export function isLlmRoute({ callType, tags, paths }: RouteFacts): boolean {
  return callType !== undefined || tags.includes('mcp') || isModelList(paths) || (tags.includes('utilities') && !isSpendPath(paths))
}

/** True where an entry names the route: a group, the path, or with `*` at its end what the path begins with. `path` is a pattern. */
export function isListed(entries: readonly string[], route: RouteFacts, path: string): boolean {
  const own = groupsOf(route)
  if (entries.some((entry) => own.has(entry))) return true
  const patterns = spellings(route, path)
  return entries.some((entry) => patterns.some((pattern) => fits(entry, pattern)))
}

/** With and without `/v1` where the route has both; what stands below a path is named by the path too. */
function spellings({ paths }: RouteFacts, path: string): readonly string[] {
  const twin = path.startsWith('/v1/') ? path.slice(3) : `/v1${path}`
  const both = paths.includes(twin) ? [path, twin] : [path]
  return both.map(withoutNames).flatMap((each) => (each.endsWith('/*') && each !== '/*' ? [each, each.slice(0, -2)] : [each]))
}

/** Parameters count by their places, whatever they are called: `:key` here, `{token}` in LiteLLM's lists. */
function withoutNames(path: string): string {
  return path.includes('{') || path.includes(':') ? path.replace(/\{[^}/]*\}|:\w+/g, '{}') : path
}

function fits(entry: string, pattern: string): boolean {
  const wanted = withoutNames(entry)
  return wanted === pattern || (wanted.endsWith('*') && pattern.startsWith(wanted.slice(0, -1)))
}

function isPassedThrough({ callType }: RouteFacts): boolean {
  return callType === 'pass_through_endpoint'
}

function isModelList(paths: readonly string[]): boolean {
  return paths.some((path) => /^(?:\/v1beta)?\/models(?:\/|$)/.test(path))
}

function isManagement({ tags, method, callType }: RouteFacts): boolean {
  return callType === undefined && tags.some((tag) => objectTags.has(tag) || (tag === 'models' && method !== 'GET'))
}

/** What only shows keys, teams, users and models: reads of the administration, and what is called `info` whatever its method. */
function isInfo(route: RouteFacts): boolean {
  if (isManagement(route)) return route.method === 'GET' || route.paths.every((path) => path.endsWith('/info'))
  return route.method === 'GET' && route.callType === undefined && (route.tags.includes('models') || isHealth(route))
}

function isHealth({ tags, access }: RouteFacts): boolean {
  return tags.includes('health') && access !== 'admin'
}

function isSpend({ tags, paths }: RouteFacts): boolean {
  return tags.includes('spend') || isSpendPath(paths)
}

function isSpendPath(paths: readonly string[]): boolean {
  return paths.some((path) => path.startsWith('/spend/') || path.startsWith('/global/'))
}

function isGlobal({ paths }: RouteFacts): boolean {
  return paths.some((path) => path.startsWith('/global/'))
}
