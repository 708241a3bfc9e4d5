/** Members beyond OpenAI's message shape that single hosts document; data, in addition to the row's `messageExtensions`. */

/** By LiteLLM's provider name. Sources: each host's chat reference. */
const byProvider: ReadonlyMap<string, readonly string[]> = new Map([
  ['openrouter', ['cache_control', 'reasoning_details']],
  ['dashscope', ['cache_control']],
  ['litellm_proxy', ['cache_control', 'thinking_blocks', 'provider_specific_fields', 'reasoning_content']],
])

/** Members that a provider takes beyond OpenAI's. */
export function hostExtensions(provider: string): readonly string[] {
  return byProvider.get(provider) ?? []
}
