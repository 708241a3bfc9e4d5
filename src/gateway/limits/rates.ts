/** Requests and tokens a minute, and requests at a time, as claims name them. */
import type { Descriptor, RateDue } from './due.js'

/** Null and undefined are no limit; 0 lets nothing pass. */
export type Rates = {
  readonly rpm?: number | null | undefined
  readonly tpm?: number | null | undefined
  readonly parallel?: number | null | undefined
}

/** Whose they are: `key` names the counters and `shown` stands in messages. */
export type RatesOf = { readonly descriptor: Descriptor; readonly key: string; readonly shown: string }

/** The limits that there are. */
export function ratesOf({ descriptor, key, shown }: RatesOf, { rpm, tpm, parallel }: Rates): readonly RateDue[] {
  const rates: RateDue[] = []
  const add = (kind: RateDue['kind'], name: string, limit: number | null | undefined) => {
    if (limit !== null && limit !== undefined && limit >= 0)
      rates.push({ kind, descriptor, shown, key: `${key}:${name}`, limit: Math.floor(limit) })
  }
  add('requests', 'rpm', rpm)
  add('tokens', 'tpm', tpm)
  add('max_parallel_requests', 'parallel', parallel)
  return rates
}

/** A part of a counter's name: names that others choose hold no colon, so that none is taken for another's. */
export function part(id: string): string {
  return id.includes(':') || id.includes('%') ? encodeURIComponent(id) : id
}
