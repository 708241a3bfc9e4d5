/** A Plan as it can be rehearsed: the same routing, but every deployment speaks one wire format and needs no key. */
import type { Deployment, Group, Plan, Provider, Secrets, Wildcard } from '../../plan/plan.js'
import { openai } from '../../providers/openai.js'
import { prepareDeployments } from '../deployment-runtime.js'
import { type Environment, readText } from '../settings.js'

/** Host of each deployment in a rehearsal; its number leads back to the deployment. */
const hostOf = (index: number) => `https://d${index}.rehearsal.invalid`

/** The index of the deployment that a request of a rehearsal goes to. */
export function indexOf(url: string): number {
  return Number(/^https:\/\/d(\d+)\./.exec(url)?.[1] ?? -1)
}

/** What is the matter with a deployment that could not be called: `missing_api_key`, `missing_setting`, `format_not_loaded`. */
export type Unready = ReadonlyMap<number, string>

/**
 * The Plan without keys, addresses, quirks, modes and kept answers: none of them steers routing. Deployments of `unready` stay as they
 * were where it was recorded: they cannot be called, for the same reason.
 */
export function rehearsedPlan(plan: Plan, env: Environment, unready: Unready = new Map()): Plan {
  const { cache: _cache, verbose: _verbose, ...routing } = plan.routing
  const asChat = <G extends Group | Wildcard>(group: G): G => ({ ...group, mode: 'chat' })
  return {
    ...plan,
    routing,
    deployments: plan.deployments.map((deployment) => rehearsed(deployment, env, unready.get(deployment.index))),
    providers: [...plan.providers.map(bareProvider), keyed],
    groups: plan.groups.map(asChat),
    wildcards: plan.wildcards.map(asChat),
  }
}

/** Provider of those that lack a key: it wants one, and no variable holds it. */
const keyed: Provider = { name: 'rehearsal-without-key', format: 'openai', auth: 'bearer', keyVariables: [], quirks: {} }

function bareProvider({ name }: Provider): Provider {
  return { name, format: 'openai', auth: 'none', keyVariables: [], quirks: {} }
}

function rehearsed(deployment: Deployment, env: Environment, fault: string | undefined): Deployment {
  const {
    format: _format,
    apiVersion: _version,
    organization: _organization,
    apiKey: _key,
    credentials: _credentials,
    ...rest
  } = deployment
  const { extraHeaders: _headers, extraBody: _body, additionalDropParams: _drop, supportsSystemMessage: _system, ...bare } = rest
  const model = readText(deployment.model, env) ?? (typeof deployment.model === 'string' ? deployment.model : `<${deployment.model.env}>`)
  const common: Deployment = { ...bare, model, mode: 'chat', flags: [], baseUrl: hostOf(deployment.index) }
  if (fault === undefined) return common
  if (fault === 'missing_setting') return { ...common, baseUrl: { firstOf: [] } }
  if (fault === 'format_not_loaded') return { ...common, format: 'none' }
  return { ...common, provider: keyed.name }
}

/** Why deployments cannot be called with this environment: each one's message by its index. No secret is in it. */
export function lackingKeys(plan: Plan, env: Environment, secrets: Secrets = new Map()): ReadonlyMap<number, string> {
  const formats = [...plan.providers.map(({ format }) => format), ...plan.deployments.flatMap(({ format }) => format ?? [])]
  // Whether the adapter is there does not matter here: every client imports those of its Plan.
  const adapters = Object.fromEntries(formats.map((format) => [format, openai]))
  const all = prepareDeployments({ plan, adapters, env, secrets })
  return new Map(all.flatMap(({ fault }, index) => (fault === undefined ? [] : [[index, fault.message] as const])))
}
