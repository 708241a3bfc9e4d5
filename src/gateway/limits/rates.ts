/** Requests and tokens a minute, and requests at a time, as claims name them. */
import type { Descriptor, RateDue } from './due.js'

/** Null and undefined are no limit; 0 lets nothing pass. */
export type Rates = {
  readonly rpm?: number | null | undefined
  readonly tpm?: number | null | undefined
  readonly parallel?: number | null | undefined
}

/** Descriptors of which each answer tells. */
const toldOf: ReadonlySet<string> = new Set(['api_key', 'user', 'team', 'team_member', 'end_user', 'model_per_key'])
/** A window slides: whole again once nothing of it is left, which is its length from now. */
const wholeAgain = '60s'

/** Whose they are: `key` names the counters and `shown` stands in messages; `model` as the request names it, where they are a model's. */
export type RatesOf = { readonly descriptor: Descriptor; readonly key: string; readonly shown: string; readonly model?: string }

/** The limits that there are. */
export function ratesOf({ descriptor, key, shown, model = '' }: RatesOf, { rpm, tpm, parallel }: Rates): readonly RateDue[] {
  const rates: RateDue[] = []
  const add = (kind: RateDue['kind'], name: string, limit: number | null | undefined) => {
    if (limit === null || limit === undefined || limit < 0) return
    const whole = Math.floor(limit)
    rates.push({ kind, descriptor, shown, key: `${key}:${name}`, limit: whole, told: linesOf(kind, descriptor, whole, model) })
  }
  add('requests', 'rpm', rpm)
  add('tokens', 'tpm', tpm)
  add('max_parallel_requests', 'parallel', parallel)
  return rates
}

/**
 * LiteLLM's headers for the limits of each descriptor, and OpenAI's for those of the key. Made once for as long as a row is kept: what
 * is left is all that changes from answer to answer. Texts are joined, since V8 copies one that was added up each time it is read.
 */
function linesOf(kind: RateDue['kind'], descriptor: Descriptor, limit: number, model: string): readonly string[] {
  const left: string[] = []
  const fixed: string[] = []
  if (toldOf.has(descriptor)) {
    left.push(`x-ratelimit-${descriptor}-remaining-${kind}`)
    fixed.push(`x-ratelimit-${descriptor}-limit-${kind}: ${limit}`)
  }
  if (kind !== 'max_parallel_requests' && descriptor === 'api_key') {
    left.push(`x-ratelimit-remaining-${kind}`)
    fixed.push(`x-ratelimit-limit-${kind}: ${limit}`, `x-ratelimit-reset-${kind}: ${wholeAgain}`)
  }
  if (kind !== 'max_parallel_requests' && descriptor === 'model_per_key') left.push(`x-litellm-key-remaining-${kind}-${headerPart(model)}`)
  if (left.length === 0) return left
  return [...left.map((name, at) => [at === 0 ? '' : '\r\n', name, ': '].join('')), ['', ...fixed, ''].join('\r\n')]
}

/** A model's name within the name of a header. */
function headerPart(model: string): string {
  return model.replace(/[^!#$%&'*+.^_`|~0-9A-Za-z-]/g, '-').slice(0, 200)
}

/** A part of a counter's name: names that others choose hold no colon, so that none is taken for another's. */
export function part(id: string): string {
  return id.includes(':') || id.includes('%') ? encodeURIComponent(id) : id
}
