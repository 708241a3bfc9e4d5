/** The table of providers as people read it: what a prefix is, what can be called there, and what has to be set. */
import { servesResponses } from '../plan/serves-responses.js'
import { formatEndpoints } from './formats.js'
import { findProvider, providerNames } from './providers.js'
import type { ProviderRow } from './rows.js'

/** Hosts of OpenAI's format that are known to serve embeddings. */
const embedders: ReadonlySet<string> = new Set(
  `openai custom_openai openai_like mistral openrouter together_ai fireworks_ai perplexity huggingface oobabooga gigachat github_copilot github litellm_proxy hosted_vllm vllm llamafile lm_studio xinference infinity aiml aihubmix apertis chutes cometapi dashscope qwencloud qwen_ai_platform deepinfra helicone llamagate nano-gpt nebius nvidia_nim ovhcloud pinstripes sambanova scaleway synthetic vercel_ai_gateway volcengine jina_ai siliconflow upstage zhipu iointelligence kluster_ai edenai requesty llamacpp`.split(
    /\s+/,
  ),
)
/** Hosts of OpenAI's format that do not chat. */
const silent: ReadonlySet<string> = new Set(['infinity', 'jina_ai', 'recraft'])

/** One provider of the list. */
export type ListedProvider = {
  /** Text before the first `/` of `litellm_params.model`. */
  readonly prefix: string
  readonly name: string
  /** Endpoints in llmgen's names; empty where no adapter is there. Of OpenAI-compatible hosts: what they are known to serve. */
  readonly endpoints: readonly string[]
  readonly format: string
  readonly baseUrl: string | undefined
  readonly keyVariables: readonly string[]
  readonly baseUrlVariables: readonly string[]
  /** Further settings and secrets by LiteLLM's name, with their variables. */
  readonly settings: { readonly [name: string]: readonly string[] }
  /** When the provider closed, where it has. */
  readonly retired: string | undefined
}

/** Every provider, by prefix. */
export function listProviders(): readonly ListedProvider[] {
  return providerNames().flatMap((name) => {
    const row = findProvider(name)
    return row === undefined ? [] : [describe(row)]
  })
}

function describe(row: ProviderRow): ListedProvider {
  return {
    prefix: row.name,
    name: row.displayName,
    endpoints: endpointsOf(row),
    format: row.format,
    baseUrl: row.baseUrl,
    keyVariables: row.keyVariables,
    baseUrlVariables: row.baseUrlVariables,
    settings: { ...row.secrets, ...row.settings },
    retired: row.retired,
  }
}

/** A host of OpenAI's format is said to serve what is known of it; calls to the rest are tried all the same. */
function endpointsOf(row: ProviderRow): readonly string[] {
  const all = Object.hasOwn(formatEndpoints, row.format) ? (formatEndpoints[row.format] ?? []) : []
  if (row.format !== 'openai') return all
  const known = new Set<string>(row.quirks?.serves ?? (row.name === 'openai' ? all : []))
  if (!silent.has(row.name)) known.add('chat')
  if (embedders.has(row.name)) known.add('embeddings')
  if (servesResponses(row)) known.add('responses')
  return all.filter((endpoint) => known.has(endpoint))
}

/** The list as a page of Markdown. */
export function providersPage(providers: readonly ListedProvider[]): string {
  const chats = providers.filter(({ endpoints, retired }) => endpoints.includes('chat') && retired === undefined).length
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const code = (items: readonly string[]) => items.map((item) => `\`${item}\``).join(', ')
  return [
    '# Providers',
    '',
    `${providers.length} prefixes, ${chats} of them for chat. Written by \`npm run generate\` from the table in \`src/catalog/\`; \`llmgen providers\` prints it.`,
    '',
    'A model is `prefix/model`. Every chat model also answers `completions` and `responses`, translated. Of hosts that speak',
    "OpenAI's format, endpoints are those they are known to serve; a call to another one is tried where the table does not rule it out.",
    '',
    '| prefix | provider | endpoints | key | base URL |',
    '| --- | --- | --- | --- | --- |',
    ...providers.map(({ prefix, name, endpoints, keyVariables, settings, baseUrl, retired }) => {
      const keys = keyVariables.length > 0 ? keyVariables : Object.values(settings).flatMap((variables) => variables.slice(0, 1))
      const served = endpoints.length === 0 ? 'no adapter' : endpoints.join(', ')
      const what = retired === undefined ? served : `closed ${retired}`
      return `| \`${prefix}\` | ${cell(name)} | ${what} | ${code(keys) || '–'} | ${baseUrl === undefined ? '`api_base`' : `\`${baseUrl}\``} |`
    }),
    '',
  ].join('\n')
}
