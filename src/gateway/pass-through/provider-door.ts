/** Which host and credential stand behind a provider's name: a deployment that the config opens for it, the environment, or any deployment of that provider. */
import { familyPrices } from '../../catalog/prices.js'
import { findProvider, priceFamily } from '../../catalog/providers.js'
import type { PriceRef } from '../../plan/prices.js'
import { isFault } from '../../protocol/failure.js'
import type { Adapter } from '../../providers/adapter.js'
import { type CostTable, createCostTable } from '../../runtime/cost.js'
import { type DeploymentRuntime, prepareDeployments } from '../../runtime/deployment-runtime.js'
import { adapterOf } from '../../runtime/loaded-adapters.js'
import { loadAdapters } from '../../sdk/adapters.js'
import { lowerEntries } from '../../sdk/lower-entries.js'
import { GatewayError } from '../errors.js'
import type { Serving } from '../serving.js'

/** A provider that can be called. */
export type ProviderDoor = {
  /** The provider's name in the catalogue. */
  readonly provider: string
  readonly ready: DeploymentRuntime
  readonly adapter: Adapter
  /** Prices of the provider's models, by the model that an answer names. */
  readonly costs: CostTable
  readonly price: PriceRef
}

/** Names under which LiteLLM's clients know a provider, and the names of its deployments. */
const others: ReadonlyMap<string, readonly string[]> = new Map([
  ['openai_passthrough', ['openai']],
  ['vertex-ai', ['vertex_ai', 'vertex_ai_beta']],
  ['vertex_ai', ['vertex_ai', 'vertex_ai_beta']],
  ['vllm', ['hosted_vllm', 'vllm']],
  ['cohere', ['cohere', 'cohere_chat']],
])

/** Names that a deployment of this provider may have; the first is the catalogue's. Empty for what is no provider. */
export function providerNamesOf(name: string): readonly string[] {
  return others.get(name) ?? (findProvider(name) === undefined ? [] : [name])
}

const opened = new WeakMap<Serving, Map<string, Promise<ProviderDoor>>>()

/** The door of a provider that exists. Rejects with a 401 that names what to set where it has no credential here. */
export function openProvider(serving: Serving, name: string): Promise<ProviderDoor> {
  const doors = opened.get(serving) ?? new Map<string, Promise<ProviderDoor>>()
  opened.set(serving, doors)
  const known = doors.get(name)
  if (known !== undefined) return known
  const door = open(serving, providerNamesOf(name), name)
  doors.set(name, door) // names are the catalogue's, so that the map is bounded
  door.catch((error: unknown) => {
    if (!(error instanceof GatewayError)) doors.delete(name)
  })
  return door
}

async function open(serving: Serving, names: readonly string[], asked: string): Promise<ProviderDoor> {
  const own = readyOf(serving, names)
  const chosen = own.find(({ target }) => isOpened(serving, target.deployment.id))
  if (chosen !== undefined) return doorOf(chosen)
  const reasons: string[] = []
  for (const name of names) {
    const found = await fromEnvironment(serving, name)
    if (typeof found !== 'string') return found
    reasons.push(found)
  }
  const lent = own.find(isLent)
  if (lent !== undefined) return doorOf(lent)
  throw new GatewayError(
    401,
    'authentication_error',
    `${asked} cannot be called from this gateway, and the config has no deployment that is lent for it. ${reasons[0] ?? ''}`.trim(),
  )
}

/**
 * True where whoever runs the gateway has given something for this provider: a key, a token, a part of a sign-in, or the address
 * of a vLLM server, for which LiteLLM has a pass-through. Servers that ask for no key would be open to the last of their
 * functions, and the roles of a machine were not given to the gateway: they need `use_in_pass_through`.
 */
function isLent({ credentials, target: { provider, baseUrl } }: DeploymentRuntime): boolean {
  if (credentials.kind === 'fields') return Object.keys(credentials.fields).some((name) => !/region|location|project$/.test(name))
  return credentials.kind !== 'none' || (/vllm$/.test(provider.name) && baseUrl !== findProvider(provider.name)?.baseUrl)
}

/** Deployments of these providers that can be called. */
export function readyOf({ engine }: Pick<Serving, 'engine'>, names: readonly string[]): readonly DeploymentRuntime[] {
  return engine.deployments.flatMap(({ ready }) => (ready !== undefined && names.includes(ready.target.provider.name) ? [ready] : []))
}

/** `use_in_pass_through: true` of a deployment. */
function isOpened({ plan }: Serving, id: string): boolean {
  const list = plan.gateway?.pass_through_deployments
  return Array.isArray(list) && list.includes(id)
}

/** The door of one deployment. */
export async function doorOf(ready: DeploymentRuntime): Promise<ProviderDoor> {
  const { name: provider } = ready.target.provider
  return { provider, ready, adapter: await adapterOf(ready.adapter), ...pricesOf(provider) }
}

/** The catalogue's prices of a provider, for models of all kinds. */
function pricesOf(provider: string): Pick<ProviderDoor, 'costs' | 'price'> {
  const family = priceFamily(provider)
  return { costs: createCostTable(familyPrices(family)), price: { by: 'reply', family } }
}

/** The provider as a config without parameters would have it; or why that cannot be called. */
async function fromEnvironment({ env }: Serving, name: string): Promise<ProviderDoor | string> {
  const lowered = lowerEntries([{ name: `${name}/*`, model: `${name}/*`, params: {} }], 'chat', {})
  if (isFault(lowered)) return lowered.failure.message
  const { plan, secrets } = lowered
  const [readiness] = prepareDeployments({ plan, adapters: await loadAdapters(plan), env, secrets })
  if (readiness?.ready === undefined) return withoutCode(readiness?.fault.message ?? '')
  if (!isLent(readiness.ready)) return `Set a credential of ${name}, or use_in_pass_through: true at one of its deployments.`
  return doorOf(readiness.ready)
}

/** What is said to programs is of no use to an operator. */
function withoutCode(message: string): string {
  return message.replace(/,? or hand it over as createLlm\([^)]*\)/, '')
}
