/** Headers that tell a caller what is left of its limits: OpenAI's names and LiteLLM's. */
import type { Meter } from '../../protocol/state-store.js'
import type { GatewayCall } from '../route.js'
import type { Due, RateDue } from './due.js'
import type { Passage } from './passage.js'
import { usd } from './refusals.js'

/** Descriptors of which each answer tells. */
const shown: ReadonlySet<string> = new Set(['api_key', 'user', 'team', 'team_member', 'end_user', 'model_per_key'])
/** A window slides: whole again once nothing of it is left, which is its length from now. */
const wholeAgain = '60s'

/** What is told of a request's limits, as names and values in turn, and which of the provider's own stay behind ours. */
export type LimitHeaders = { readonly list: readonly string[]; readonly hides: readonly string[] }

const none: LimitHeaders = { list: [], hides: [] }

/** Undefined limits are not mentioned; `x-litellm-key-spend` includes this call as far as its cost is known. */
export function limitHeaders({ notes }: Pick<GatewayCall, 'notes'>): LimitHeaders {
  const { passage } = notes
  if (passage === undefined || (passage.book === undefined && passage.dues.length === 0)) return none
  const list: string[] = []
  const hides: string[] = []
  for (const [at, due] of passage.dues.entries()) {
    const meter = passage.meterOf(at)
    if (meter !== undefined && due.kind !== 'budget') addRate(list, hides, due, meter, notes.facts.model ?? '')
  }
  addKey(list, passage, notes.identity?.caller?.key)
  return { list, hides }
}

/** The same by name. */
export function limitHeaderMap(call: Pick<GatewayCall, 'notes'>): { readonly [name: string]: string } {
  const { list } = limitHeaders(call)
  const headers: { [name: string]: string } = {}
  for (let at = 0; at < list.length; at += 2) headers[list[at] ?? ''] = list[at + 1] ?? ''
  return headers
}

function addRate(list: string[], hides: string[], { kind, descriptor, limit }: RateDue, { used }: Meter, model: string): void {
  const left = String(Math.max(0, Math.floor(limit - used)))
  if (shown.has(descriptor))
    list.push(`x-ratelimit-${descriptor}-remaining-${kind}`, left, `x-ratelimit-${descriptor}-limit-${kind}`, String(limit))
  if (kind === 'max_parallel_requests') return
  if (descriptor === 'api_key') {
    list.push(`x-ratelimit-limit-${kind}`, String(limit), `x-ratelimit-remaining-${kind}`, left, `x-ratelimit-reset-${kind}`, wholeAgain)
    hides.push(`-${kind}`)
  }
  if (descriptor === 'model_per_key') list.push(`x-litellm-key-remaining-${kind}-${headerPart(model)}`, left)
}

type Key = NonNullable<GatewayCall['identity']['caller']>['key']

function addKey(list: string[], { book, dues }: Passage, key: Key | undefined): void {
  if (book === undefined || key === undefined) return
  const limitOf = (kind: RateDue['kind']) => dues.find((due): due is RateDue => due.kind === kind && due.descriptor === 'api_key')?.limit
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined) list.push(name, value)
  }
  const ownBudget = dues.find((due: Due) => due.kind === 'budget' && due.object === 'key')
  add('x-litellm-key-rpm-limit', limitOf('requests')?.toString())
  add('x-litellm-key-tpm-limit', limitOf('tokens')?.toString())
  add('x-litellm-key-max-budget', ownBudget === undefined ? plain(key.maxBudget) : usd(ownBudget.limit))
  add('x-litellm-key-spend', usd(book.spent))
}

function plain(money: string | null): string | undefined {
  return money === null ? undefined : usd(Math.round(Number(money) * 1e9))
}

/** A model's name within the name of a header. */
function headerPart(model: string): string {
  return model.replace(/[^!#$%&'*+.^_`|~0-9A-Za-z-]/g, '-').slice(0, 200)
}
