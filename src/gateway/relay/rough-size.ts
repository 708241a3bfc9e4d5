/** How many tokens a call that goes on as bytes may take, from what was looked through anyway. */
import type { RoughSize } from '../limits/estimates.js'
import type { Inbound } from './outbound.js'

/** JSON has at least so many bytes a token, whatever the language: frames and escapes are in it too. */
const bytesPerToken = 3

/** Undefined where only the body itself can tell: media weigh otherwise than their bytes. */
export function roughSize({ parts, looked: { values, hasMedia } }: Inbound): RoughSize | undefined {
  if (hasMedia) return undefined
  let bytes = 0
  for (const part of parts) bytes += part.length
  const most = countOf(values.max_completion_tokens) ?? countOf(values.max_tokens)
  const answers = Math.max(1, countOf(values.n) ?? 1, countOf(values.best_of) ?? 1)
  return { promptTokens: Math.ceil(bytes / bytesPerToken), allowedOutput: most === undefined ? undefined : most * answers }
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : undefined
}
