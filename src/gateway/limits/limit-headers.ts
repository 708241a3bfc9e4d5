/** Headers that tell a caller what is left of its limits: OpenAI's names and LiteLLM's. */
import type { Refusal } from '../../protocol/state-store.js'
import { mapOf } from '../head-lines.js'
import type { GatewayCall } from '../route.js'
import { type DueList, leftOf } from './due-list.js'
import { usd } from './usd.js'

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
  const { list, book, reservation, refusal } = passage
  let lines = ''
  if (list !== undefined && reservation !== undefined) lines = list.lines(reservation.meters)
  else if (list !== undefined && refusal !== undefined) lines = refusedLines(list, refusal)
  return book === undefined ? lines : `${lines}${book.told}x-litellm-key-spend: ${usd(book.spent)}\r\n`
}

function refusedLines({ dues }: DueList, { refused, used }: Refusal): string {
  const due = dues[refused]
  return due === undefined || due.kind === 'budget' ? '' : due.told.join(leftOf(due.limit, used))
}

/** The same by name. */
export function limitHeaderMap(call: Noted): { [name: string]: string } {
  return mapOf(limitLines(call))
}
