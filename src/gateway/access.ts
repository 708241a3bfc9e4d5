/** Roles and lists: the one place that turns a route's rule and a caller's role, or a list of models and a name, into yes or no. */
import { guessProvider } from '../catalog/guess-provider.js'
import type { Plan } from '../plan/plan.js'
import { accessGroupsOf } from './access-groups.js'
import type { Identity, Role } from './identity.js'
import type { Access } from './route.js'

/** Roles that pass each rule; `public` asks nobody. */
const roles: { readonly [A in Access]: readonly Role[] } = {
  public: ['proxy_admin', 'proxy_admin_viewer', 'org_admin', 'internal_user', 'internal_user_viewer', 'team', 'customer'],
  key: ['proxy_admin', 'proxy_admin_viewer', 'org_admin', 'internal_user', 'internal_user_viewer', 'team', 'customer'],
  'admin-read': ['proxy_admin', 'proxy_admin_viewer'],
  admin: ['proxy_admin'],
}

/** True where a caller of this role passes the rule. */
export function mayPass(access: Access, role: Role): boolean {
  return roles[access].includes(role)
}

/**
 * True where one list has the model: by name, by a wildcard, or by being no list. What a caller may call is decided by all of
 * their lists together: ask `mayUse` of `auth/model-access.ts` for that.
 */
export function mayCallModel({ models }: Pick<Identity, 'models'>, model: string): boolean {
  if (models === undefined || models.length === 0) return true
  return models.some((name) => name === '*' || name === 'all-proxy-models' || name === model || matches(name, model))
}

/**
 * The same by all that the config knows of the model: what its alias stands for, an access group that it is in, and a bare name
 * under the pattern of the provider that it belongs to.
 */
export function listHas(models: readonly string[] | undefined, model: string, plan: Plan): boolean {
  const list = { models }
  if (models === undefined || mayCallModel(list, model)) return true
  const target = plan.aliases.find(({ name }) => name === model)?.group
  if (target !== undefined && mayCallModel(list, target)) return true
  const groups = accessGroupsOf(plan, target ?? model)
  if (models.some((name) => groups.has(name))) return true
  if (model.includes('/') || !models.some((name) => name.includes('/'))) return false
  const provider = guessProvider(model)
  return provider !== undefined && mayCallModel(list, `${provider}/${model}`)
}

/** True where a pattern, `openai/*` and the like, fits the name: `*` is any text. False for a pattern without one. */
export function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return false
  const [first = '', ...rest] = pattern.split('*')
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1
    const found = isLast ? name.length - part.length : name.indexOf(part, at)
    if (found < at || !name.startsWith(part, found)) return false
    at = found + part.length
  }
  return true
}
