/** Finds a provider by the prefix a config names it with. The rows stand in the `providers-*` tables. */
import { openAiHosts } from './providers-hosts.js'
import { mainProviders } from './providers-main.js'
import { nativeProviders } from './providers-native.js'
import { ownServers } from './providers-servers.js'
import type { ProviderRow } from './rows.js'

/** A Map, not an object: prefixes come from the user, and `__proto__` is one too. */
const rows: ReadonlyMap<string, ProviderRow> = new Map(
  [mainProviders, ownServers, openAiHosts, nativeProviders].flatMap((table) =>
    Object.entries(table).map(([name, entry]) => [name, { name, ...entry }] as const),
  ),
)

const names: readonly string[] = [...rows.keys()].sort()

/** The provider LiteLLM calls `name` (the text before the first `/` of `litellm_params.model`), or undefined. */
export function findProvider(name: string): ProviderRow | undefined {
  return rows.get(name)
}

/** Every prefix that is known, sorted. */
export function providerNames(): readonly string[] {
  return names
}

/** Family of price rows a provider's models are found in; the name itself where no other is set, also for an unknown provider. */
export function priceFamily(provider: string): string {
  return rows.get(provider)?.priceFamily ?? provider
}
