/** Token counts of other vendors' answers in the terms of `expected`. */
import type { Usage } from '../../../src/protocol/chat.js'
import type { Exchange } from '../../support/corpus.js'

/** A count, or 0 where none is told. */
export const countOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** OpenAI's usage from single counts. */
export function usageOf(
  prompt: number,
  completion: number,
  details: { readonly cached: number; readonly written?: number; readonly reasoning: unknown },
): Usage {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: details.cached, cache_creation_tokens: details.written ?? 0 },
    ...(typeof details.reasoning === 'number' && { completion_tokens_details: { reasoning_tokens: details.reasoning } }),
  }
}

/** `expected` as Gemini's API and OpenAI's responses can say it: they do not tell what was written to a cache. */
export function withoutWritten({ expected }: Exchange): Exchange['expected'] {
  if (expected.kind !== 'chat' || expected.usage === null) return expected
  const { cache_creation_tokens: _written, ...usage } = expected.usage
  return { ...expected, usage }
}
