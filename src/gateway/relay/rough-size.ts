/** How many tokens a call that goes on as bytes may take, from what was looked through anyway. */
import type { RoughSize } from '../limits/estimates.js'
import type { Inbound } from './outbound.js'
import type { Member } from './scan-request.js'

/** JSON has at least so many bytes a token, whatever the language: frames and escapes are in it too. */
const bytesPerToken = 3

/** Undefined where only the body itself can tell: media weigh otherwise than their bytes. */
export function roughSize({ parts, scanned }: Inbound): RoughSize | undefined {
  if (scanned.hasMedia) return undefined
  let bytes = 0
  for (const part of parts) bytes += part.length
  const number = (name: string): number | undefined => numberOf(scanned.members.get(name))
  const most = number('max_completion_tokens') ?? number('max_tokens')
  const answers = Math.max(1, number('n') ?? 1, number('best_of') ?? 1)
  return { promptTokens: Math.ceil(bytes / bytesPerToken), allowedOutput: most === undefined ? undefined : most * answers }
}

function numberOf(member: Member | undefined): number | undefined {
  const number = member?.kind === 'number' && member.text !== undefined ? Number(member.text) : Number.NaN
  return number > 0 && Number.isFinite(number) ? number : undefined
}
