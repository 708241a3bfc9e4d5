/** A provider's quirks with the lookups a request needs, made once per provider. */
import type { Provider, Quirks } from '../../plan/plan.js'
import { hostExtensions } from './host-extensions.js'

/** Keys of LiteLLM and llmgen that OpenAI's message shape does not have; removed unless the host is known to take them. */
const extensionKeys: readonly string[] = [
  'cache_control',
  'thinking_blocks',
  'provider_specific_fields',
  'reasoning_content',
  'images',
  'is_error',
]

/** Longest tool-call id that every OpenAI model takes. Other hosts give longer ones themselves (Gemini's on OpenRouter). */
const openAiToolId = 40

/** Quirks as lookups. */
export type QuirkRules = {
  readonly quirks: Quirks
  readonly rename: ReadonlyMap<string, string>
  readonly unsupported: ReadonlySet<string>
  readonly supported: ReadonlySet<string> | undefined
  /** Members beyond OpenAI's message shape that the host takes. */
  readonly accepted: ReadonlySet<string>
  /** Keys taken off messages, parts and tools. */
  readonly stripped: ReadonlySet<string>
  /** True where a system message may go out under either name, so that the caller's stays. */
  readonly takesDeveloper: boolean
  /** Most characters of a tool-call id. */
  readonly longestToolId: number
  /** True where every message has to be looked at in depth. */
  readonly rewritesMessages: boolean
  /** True where parameters have to be looked at one by one. */
  readonly rewritesParams: boolean
}

const made = new WeakMap<Provider, QuirkRules>()

/** The rules of a provider; the same object for the same provider. */
export function quirkRules(provider: Provider): QuirkRules {
  const known = made.get(provider)
  if (known !== undefined) return known
  const rules = makeRules(provider)
  made.set(provider, rules)
  return rules
}

function makeRules({ name, quirks }: Provider): QuirkRules {
  const accepted = new Set([...hostExtensions(name), ...(quirks.messageExtensions ?? [])])
  return {
    quirks,
    rename: new Map(Object.entries(quirks.rename ?? {})),
    unsupported: new Set(quirks.unsupported ?? []),
    supported: quirks.supported === undefined ? undefined : new Set(quirks.supported),
    accepted,
    stripped: new Set([...extensionKeys.filter((key) => !accepted.has(key)), ...(quirks.stripMessageKeys ?? [])]),
    takesDeveloper: name === 'openai',
    longestToolId: /^(?:openai|azure|azure_ai)$/.test(name) ? openAiToolId : Number.POSITIVE_INFINITY,
    rewritesMessages:
      quirks.flattenTextContent === true ||
      quirks.toolCallId !== undefined ||
      quirks.stripMessageKeys !== undefined ||
      quirks.reasoningField !== undefined ||
      accepted.size > 0,
    rewritesParams:
      quirks.rename !== undefined ||
      quirks.unsupported !== undefined ||
      quirks.supported !== undefined ||
      quirks.clamp !== undefined ||
      quirks.stripToolStrict === true ||
      quirks.stripAdditionalProperties === true ||
      quirks.toolChoiceRequired !== undefined ||
      quirks.toolChoiceValues !== undefined ||
      quirks.jsonSchema !== undefined ||
      quirks.forceBody !== undefined ||
      quirks.thinking !== undefined,
  }
}
