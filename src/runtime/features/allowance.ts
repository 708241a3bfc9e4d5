/** What providers say in headers about requests and tokens that are left. */
import type { HttpHeaders } from '../../protocol/http.js'
import { durationMs } from '../../providers/shared/retry-after.js'

/** `input` and `output` are tokens that a provider counts apart. */
export type AllowanceKind = 'requests' | 'tokens' | 'input' | 'output'
export const allowanceKinds: readonly AllowanceKind[] = ['requests', 'tokens', 'input', 'output']

export type Allowance = {
  readonly remaining: number
  /** All there is in a period; undefined where it was not said. */
  readonly limit: number | undefined
  /** When it was said, and when all is there again, by the client's clock, milliseconds. */
  readonly at: number
  readonly resetAt: number
}

/** Names of what is left, of the limit, and of when it is whole again. */
type Names = readonly [remaining: string, limit: string, reset: string]

const plain = (what: string): Names => [`x-ratelimit-remaining-${what}`, `x-ratelimit-limit-${what}`, `x-ratelimit-reset-${what}`]
const anthropic = (what: string): Names => [
  `anthropic-ratelimit-${what}-remaining`,
  `anthropic-ratelimit-${what}-limit`,
  `anthropic-ratelimit-${what}-reset`,
]

/**
 * The first that is there counts. Source: the pages on rate limits of OpenAI (also Azure, Groq, Together, Fireworks),
 * Cerebras (`-requests-day`, `-tokens-minute`), Mistral (`-req-minute`) and Anthropic.
 */
const namesOf: { readonly [K in AllowanceKind]: readonly Names[] } = {
  requests: [plain('requests'), anthropic('requests'), plain('req-minute'), plain('requests-day')],
  tokens: [plain('tokens'), anthropic('tokens'), plain('tokens-minute')],
  input: [anthropic('input-tokens')],
  output: [anthropic('output-tokens')],
}

/** Azure says no time: its limits hold for a minute at most, and are looked at every few seconds. */
const unsaidResetMs = 10_000
/** Nothing is believed for longer: every answer tells it anew. */
const longestResetMs = 600_000
const largest = 1e12

/** What `headers` say; undefined where they say nothing that can be believed. */
export function readAllowances(headers: HttpHeaders, now: number): { readonly [K in AllowanceKind]?: Allowance } | undefined {
  let found: { [K in AllowanceKind]?: Allowance } | undefined
  for (const kind of allowanceKinds) {
    for (const names of namesOf[kind]) {
      const allowance = headers[names[0]] === undefined ? undefined : readAllowance(headers, names, now)
      if (allowance === undefined) continue
      found ??= {}
      found[kind] = allowance
      break
    }
  }
  return found
}

/** Azure sends -1 for what it does not count; a remainder above its limit is as little worth. */
function readAllowance(headers: HttpHeaders, [remainingName, limitName, resetName]: Names, now: number): Allowance | undefined {
  const remaining = countOf(headers[remainingName])
  const limit = countOf(headers[limitName])
  if (remaining === undefined || (limit !== undefined && remaining > limit)) return undefined
  const reset = headers[resetName]
  const serverNow = headers.date === undefined ? Number.NaN : Date.parse(headers.date)
  const wait = reset === undefined ? unsaidResetMs : durationMs(reset, Number.isNaN(serverNow) ? now : serverNow)
  if (wait === undefined || wait <= 0) return undefined
  return { remaining, limit: limit === 0 ? undefined : limit, at: now, resetAt: now + Math.min(wait, longestResetMs) }
}

function countOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d+\s*$/.test(text)) return undefined
  const count = Number(text)
  return count <= largest ? count : undefined
}

/**
 * What is left at a later time. Allowances fill evenly up to their reset, which is when they are whole again; one
 * without a limit is taken to stay as it is.
 */
export function availableAt({ remaining, limit, at, resetAt }: Allowance, now: number): number {
  if (limit === undefined) return remaining
  return remaining + ((limit - remaining) * Math.max(0, now - at)) / (resetAt - at)
}

/** Requests below which calls begun since are counted. */
const fewRequests = 256
const fewTokens = 100_000

/** True where so little is left that the calls under way could use it up. */
export function isLow(kind: AllowanceKind, { remaining, limit }: Allowance): boolean {
  return kind === 'requests' ? remaining < fewRequests : remaining < (limit === undefined ? fewTokens : limit / 4)
}
