/** Headers that tell a caller what is left of its limits: OpenAI's names and LiteLLM's. */
import { mapOf } from '../head-lines.js'
import type { GatewayCall } from '../route.js'
import { usd } from './refusals.js'

type Noted = Pick<GatewayCall, 'notes'>

const none: readonly string[] = []

/** Endings of the provider's own limits that stay behind those of the key. */
export function hiddenLimits({ notes: { passage } }: Noted): readonly string[] {
  return passage?.book?.hides ?? none
}

/**
 * The headers as lines. Limits that are not set are not mentioned, and of a refused request only the one that kept it back is;
 * `x-litellm-key-spend` includes this call as far as its cost is known.
 */
export function limitLines({ notes: { passage } }: Noted): string {
  if (passage === undefined) return ''
  const { dues, book } = passage
  let lines = ''
  for (let at = 0; at < dues.length; at++) {
    const due = dues[at]
    const meter = passage.meterOf(at)
    if (due === undefined || due.kind === 'budget' || meter === undefined) continue
    const { limit, told } = due
    if (told.length === 0) continue
    const left = Math.max(0, Math.floor(limit - meter.used)).toString()
    for (let piece = 0; piece < told.length; piece++) lines += piece === 0 ? told[piece] : left + told[piece]
  }
  return book === undefined ? lines : `${lines}${book.told}x-litellm-key-spend: ${usd(book.spent)}\r\n`
}

/** The same by name. */
export function limitHeaderMap(call: Noted): { [name: string]: string } {
  return mapOf(limitLines(call))
}
