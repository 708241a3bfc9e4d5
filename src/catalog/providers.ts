/** Finds a provider by the prefix a config names it with. The rows stand in the `providers-*` tables. */
import { type Host, openAiHosts } from './providers-hosts.js'
import { mainProviders } from './providers-main.js'
import { nativeProviders } from './providers-native.js'
import { ownServers } from './providers-servers.js'
import type { ProviderEntry, ProviderRow } from './rows.js'

const tables = [mainProviders, ownServers, nativeProviders] as const

/** The provider LiteLLM calls `name` (the text before the first `/` of `litellm_params.model`), or undefined. */
export function findProvider(name: string): ProviderRow | undefined {
  const entry = findEntry(name)
  return entry === undefined ? undefined : { name, ...entry }
}

/** Every prefix that is known, sorted. */
export function providerNames(): readonly string[] {
  return [...tables, openAiHosts].flatMap((table) => Object.keys(table)).sort()
}

/** Family of price rows a provider's models are found in; the name itself where no other is set, also for an unknown provider. */
export function priceFamily(provider: string): string {
  return findEntry(provider)?.priceFamily ?? provider
}

/** Own keys only: prefixes come from the user, and `__proto__` is one too. */
function findEntry(name: string): ProviderEntry | undefined {
  const table = tables.find((one) => Object.hasOwn(one, name))
  if (table !== undefined) return table[name]
  const host = Object.hasOwn(openAiHosts, name) ? openAiHosts[name] : undefined
  return host && toEntry(host)
}

function toEntry([displayName, baseUrl, keys, urls, more]: Host): ProviderEntry {
  return {
    displayName,
    format: 'openai',
    auth: 'bearer',
    ...(baseUrl !== '' && { baseUrl }),
    keyVariables: words(keys),
    baseUrlVariables: words(urls),
    ...more,
  }
}

const words = (text: string): readonly string[] => (text === '' ? [] : text.split(' '))
