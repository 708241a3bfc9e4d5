/** How claims become keys on Redis and figures for its scripts. */
import { createHash } from 'node:crypto'
import { periodEnd } from '../protocol/budget-period.js'
import type { BudgetState, Claim, SumClaim } from '../protocol/state-store.js'

export type Call = { readonly keys: readonly string[]; readonly args: readonly (string | number)[] }

/** Names from outside (tags, models) may be longer than a key should be. */
const longestName = 200
/** A reservation is remembered a good while longer than it counts, so that one settled late is still settled once. */
const memory = { times: 2, moreMs: 60_000 }
/** Above this limit single requests are counted in buckets, as tokens are: a time for each would take too much memory. */
const longestList = 16_384
/** An account without end of which nobody has asked for so long is forgotten. */
const unusedMs = 7 * 86_400_000

/**
 * Keys of a claim. Windows of another length count apart. All lie in one slot of a Redis Cluster, by the tag in the prefix:
 * `req`, `reb` (in buckets) and `tok` with the window, `per`, `bud` and its open reservations `bul`, `sum`.
 */
export function keysOf(prefix: string, claim: Claim): readonly string[] {
  switch (claim.kind) {
    case 'requests':
      return [`${prefix}${scriptKind(claim) === 'requests' ? 'req' : 'reb'}:${claim.windowMs}:${nameOf(claim.key)}`]
    case 'tokens':
      return [`${prefix}tok:${claim.windowMs}:${nameOf(claim.key)}`]
    case 'permits':
      return [`${prefix}per:${nameOf(claim.key)}`]
    case 'budget':
      return budgetKeys(prefix, claim.key)
    case 'sum':
      return [`${prefix}sum:${nameOf(claim.key)}`]
  }
}

export function budgetKeys(prefix: string, key: string): readonly [string, string] {
  const name = nameOf(key)
  return [`${prefix}bud:${name}`, `${prefix}bul:${name}`]
}

function nameOf(key: string): string {
  return key.length <= longestName ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`
}

export function recordKey(prefix: string, id: string): string {
  return `${prefix}res:${id}`
}

/** How the scripts count a claim. */
export function scriptKind(claim: Claim): Claim['kind'] {
  return claim.kind === 'requests' && claim.limit > longestList ? 'tokens' : claim.kind
}

/** Milliseconds to remember that a reservation is open; 0 where settling it twice would change nothing. */
export function memoryMs(claims: readonly Claim[]): number {
  let longest = 0
  for (const claim of claims) {
    if (claim.kind === 'tokens') longest = Math.max(longest, claim.windowMs, 1)
    if (claim.kind === 'budget' || claim.kind === 'sum') longest = Math.max(longest, claim.leaseMs, 1)
  }
  return longest === 0 ? 0 : Math.ceil(longest * memory.times + memory.moreMs)
}

/** Length of a window, or of the period that would begin now; of a sum what is known to be spent. */
export function spanOf(claim: Claim, now: number): number {
  if (claim.kind === 'budget') return periodEnd(claim.period, now) - now
  if (claim.kind === 'sum') return wholeOf(claim.known)
  return claim.kind === 'permits' ? 0 : claim.windowMs
}

/** How long a sum is remembered: somewhat longer than its period, or where that has no end than it is used. */
export function lifeMs({ endsAt, leaseMs }: SumClaim, now: number): number {
  return Math.ceil(endsAt === 0 ? Math.max(unusedMs, leaseMs) : Math.max(0, endsAt - now) + leaseMs)
}

export function amountOf(claim: Claim): number {
  return 'amount' in claim ? wholeOf(claim.amount) : 1
}

/** Redis counts in integers. */
export function wholeOf(amount: number): number {
  return amount > 0 ? Math.min(Math.ceil(amount), Number.MAX_SAFE_INTEGER) : 0
}

/** Keys and arguments of the script `add`, after the clock: what was used of a window, and how long ago, milliseconds. */
export function addCall(
  prefix: string,
  id: string,
  claim: Claim & { readonly windowMs: number },
  used: readonly (readonly [age: number, amount: number])[],
): Call {
  return { keys: keysOf(prefix, claim), args: [scriptKind(claim), id, claim.windowMs, ...used.flat().map(Math.ceil)] }
}

export function readBudgets(answer: unknown, keys: readonly string[], now: number): readonly BudgetState[] {
  if (!Array.isArray(answer)) throw new Error(`llmgen bug: a script of Redis gave ${typeof answer} where a list belongs`)
  const numbers = answer.map(Number)
  return keys.map((key, i) => {
    const wait = numbers[i * 3 + 2] ?? 0
    return { key, spent: numbers[i * 3] ?? 0, reserved: numbers[i * 3 + 1] ?? 0, endsAt: wait === 0 ? 0 : now + wait }
  })
}
