/** Sums of sums, exact to the last digit: money is counted in whole nano-dollars and becomes a number at the very end. */
import type { DaySums } from '../store/spend-sums-by.js'

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

/** What some requests come to. */
export type Tally = {
  nano: bigint
  prompt: number
  completion: number
  cacheRead: number
  cacheWrite: number
  requests: number
  successful: number
  failed: number
}

export function newTally(): Tally {
  return { nano: 0n, prompt: 0, completion: 0, cacheRead: 0, cacheWrite: 0, requests: 0, successful: 0, failed: 0 }
}

/** Adds one line of sums. `nano` is its spend, read once for all tallies it goes into. */
export function addTo(tally: Tally, row: DaySums, nano: bigint): void {
  tally.nano += nano
  tally.prompt += row.prompt_tokens
  tally.completion += row.completion_tokens
  tally.cacheRead += row.cache_read_tokens
  tally.cacheWrite += row.cache_write_tokens
  tally.requests += row.api_requests
  tally.successful += row.successful_requests
  tally.failed += row.failed_requests
}

/** LiteLLM's metrics. */
export function metricsOf(tally: Tally) {
  return {
    spend: usdOf(tally.nano),
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
