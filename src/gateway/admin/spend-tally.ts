/** Sums of sums, exact to the last digit: money is counted in whole nano-dollars and becomes a number at the very end. */
import type { ActivityRow } from '../store/activity.js'

/** US dollars as decimal text with nine places, in nano-dollars. */
export function nanoOf(spend: string): bigint {
  const [whole = '0', places = ''] = spend.split('.')
  return BigInt(whole + places.padEnd(9, '0').slice(0, 9))
}

/** The number that is nearest to so many nano-dollars. */
export function usdOf(nano: bigint): number {
  const digits = (nano < 0n ? -nano : nano).toString().padStart(10, '0')
  return Number(`${nano < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`)
}

/** What some requests come to. Money as in {@link ActivityRow}. */
export type Tally = {
  usd: number
  nano: number
  prompt: number
  completion: number
  cacheRead: number
  cacheWrite: number
  requests: number
  successful: number
  failed: number
}

export function newTally(): Tally {
  return { usd: 0, nano: 0, prompt: 0, completion: 0, cacheRead: 0, cacheWrite: 0, requests: 0, successful: 0, failed: 0 }
}

/** Adds one line of sums. */
export function addTo(tally: Tally, row: ActivityRow): void {
  tally.usd += row.usd
  tally.nano += row.nano
  tally.prompt += row.prompt_tokens
  tally.completion += row.completion_tokens
  tally.cacheRead += row.cache_read_tokens
  tally.cacheWrite += row.cache_write_tokens
  tally.requests += row.api_requests
  tally.successful += row.successful_requests
  tally.failed += row.failed_requests
}

/** Several together. */
export function sumOf(tallies: Iterable<Tally>): Tally {
  const sum = newTally()
  for (const each of tallies) {
    sum.usd += each.usd
    sum.nano += each.nano
    sum.prompt += each.prompt
    sum.completion += each.completion
    sum.cacheRead += each.cacheRead
    sum.cacheWrite += each.cacheWrite
    sum.requests += each.requests
    sum.successful += each.successful
    sum.failed += each.failed
  }
  return sum
}

/** The number that is nearest to the money of a tally. */
export function spendOf({ usd, nano }: Pick<Tally, 'usd' | 'nano'>): number {
  const all = usd * 1e9 + nano
  // a quotient of whole numbers is rounded once
  return Math.abs(all) < Number.MAX_SAFE_INTEGER ? all / 1e9 : usdOf(BigInt(usd) * 1_000_000_000n + BigInt(nano))
}

/** LiteLLM's metrics. */
export function metricsOf(tally: Tally) {
  return {
    spend: spendOf(tally),
    prompt_tokens: tally.prompt,
    completion_tokens: tally.completion,
    cache_read_input_tokens: tally.cacheRead,
    cache_creation_input_tokens: tally.cacheWrite,
    total_tokens: tally.prompt + tally.completion,
    successful_requests: tally.successful,
    failed_requests: tally.failed,
    api_requests: tally.requests,
  }
}
