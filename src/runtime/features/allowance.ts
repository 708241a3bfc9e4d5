/** What providers say in headers about requests and tokens that are left. */
import type { HttpHeaders } from '../../protocol/http.js'
import { durationMs } from '../../providers/shared/retry-after.js'

/** `input` and `output` are tokens that a provider counts apart. */
export type AllowanceKind = 'requests' | 'tokens' | 'input' | 'output'

export type Allowance = {
  readonly kind: AllowanceKind
  readonly remaining: number
  /** All there is in a period; undefined where it was not said. */
  readonly limit: number | undefined
  /** It grows back evenly; else all of it is there again at `resetAt`, and nothing before. */
  readonly refills: boolean
  /** When it was said, and when all is there again, by the client's clock, milliseconds. */
  readonly at: number
  readonly resetAt: number
}

/** Names of what is left, of the limit, and of when it is whole again. */
type Names = {
  readonly kind: AllowanceKind
  readonly refills: boolean
  readonly remaining: string
  readonly limit: string
  readonly reset: string
}

const plain = (kind: AllowanceKind, what: string, refills = false): Names => ({
  kind,
  refills,
  remaining: `x-ratelimit-remaining-${what}`,
  limit: `x-ratelimit-limit-${what}`,
  reset: `x-ratelimit-reset-${what}`,
})
const anthropic = (kind: AllowanceKind, what: string): Names => ({
  kind,
  refills: true,
  remaining: `anthropic-ratelimit-${what}-remaining`,
  limit: `anthropic-ratelimit-${what}-limit`,
  reset: `anthropic-ratelimit-${what}-reset`,
})

/**
 * All that are there count. Sources: the pages on rate limits of OpenAI (Azure, Groq and Together do as it does), Anthropic,
 * Cerebras (periods in the name, which end at once), SambaNova (`-requests` beside `-requests-day`) and Fireworks (tokens
 * apart); for Mistral, whose pages name none, answers on record (mistralai/client-ts#169): it says no time.
 */
const namesOf: readonly Names[] = [
  plain('requests', 'requests', true),
  plain('tokens', 'tokens', true),
  anthropic('requests', 'requests'),
  anthropic('tokens', 'tokens'),
  anthropic('input', 'input-tokens'),
  anthropic('output', 'output-tokens'),
  plain('requests', 'req-minute'),
  ...(['minute', 'hour', 'day'] as const).flatMap((period) => [
    plain('requests', `requests-${period}`),
    plain('tokens', `tokens-${period}`),
  ]),
  plain('input', 'tokens-prompt', true),
  plain('output', 'tokens-generated', true),
]

/** Azure says no time: its limits hold for a minute at most, and are looked at every few seconds. */
const unsaidResetMs = 10_000
/** Nothing is believed for longer: every answer tells it anew. */
const longestResetMs = 600_000
const largest = 1e12

/** What `headers` say; undefined where they say nothing that can be believed. */
export function readAllowances(headers: HttpHeaders, now: number): readonly Allowance[] | undefined {
  let found: Allowance[] | undefined
  for (const names of namesOf) {
    const allowance = headers[names.remaining] === undefined ? undefined : readAllowance(headers, names, now)
    if (allowance === undefined) continue
    found ??= []
    found.push(allowance)
  }
  return found
}

/** Azure sends -1 for what it does not count; a remainder above its limit is as little worth. */
function readAllowance(headers: HttpHeaders, names: Names, now: number): Allowance | undefined {
  const remaining = countOf(headers[names.remaining])
  const limit = countOf(headers[names.limit])
  if (remaining === undefined || (limit !== undefined && remaining > limit)) return undefined
  const reset = headers[names.reset]
  const serverNow = headers.date === undefined ? Number.NaN : Date.parse(headers.date)
  const wait = reset === undefined ? unsaidResetMs : durationMs(reset, Number.isNaN(serverNow) ? now : serverNow)
  if (wait === undefined || wait <= 0) return undefined
  const { kind, refills } = names
  return {
    kind,
    remaining,
    limit: limit === 0 ? undefined : limit,
    // Where no time is said, nothing can be said of the way there.
    refills: refills && reset !== undefined && wait <= longestResetMs,
    at: now,
    resetAt: now + Math.min(wait, longestResetMs),
  }
}

function countOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d+\s*$/.test(text)) return undefined
  const count = Number(text)
  return count <= largest ? count : undefined
}

/** What is left at a later time. Without a limit nobody knows how much grows back: it is taken to stay as it is. */
export function availableAt({ remaining, limit, refills, at, resetAt }: Allowance, now: number): number {
  if (limit === undefined || !refills) return remaining
  return remaining + ((limit - remaining) * Math.max(0, now - at)) / (resetAt - at)
}

/** Requests below which calls begun since are counted. */
const fewRequests = 256
const fewTokens = 100_000

/** True where so little is left that the calls under way could use it up. */
export function isLow({ kind, remaining, limit }: Allowance): boolean {
  return kind === 'requests' ? remaining < fewRequests : remaining < (limit === undefined ? fewTokens : limit / 4)
}
