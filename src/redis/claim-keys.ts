/** How claims become keys and arguments of the scripts, and their answers meters. */
import { createHash } from 'node:crypto'
import { periodEnd } from '../protocol/budget-period.js'
import {
  type Admission,
  type BudgetState,
  type Claim,
  type Meter,
  neverFree,
  type Settlement,
  type SumClaim,
} from '../protocol/state-store.js'

export type Call = { readonly keys: readonly string[]; readonly args: readonly (string | number)[] }

/** What a taken claim is settled by: Redis's time of taking, and where the claim is a budget the end of its period, else 0. */
export type Marks = { readonly at: number; readonly ends: readonly number[] }

/** Names from outside (tags, models) may be longer than a key should be. */
const longestName = 200
/** A reservation is remembered a good while longer than it counts, so that one settled late is still settled once. */
const memory = { times: 2, moreMs: 60_000 }
/** Above this limit single requests are counted in buckets, as tokens are: a time for each would take too much memory. */
const longestList = 16_384
/** For the script, which knows no larger number. */
const unlimited = 1e300
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

/** Keys and arguments of the script `reserve`, after the clock. */
export function reserveCall(prefix: string, id: string, claims: readonly Claim[], now: number): Call {
  const keys = [recordKey(prefix, id)]
  const args: (string | number)[] = [id, memoryMs(claims)]
  for (const claim of claims) {
    keys.push(...keysOf(prefix, claim))
    const lease = 'leaseMs' in claim ? claim.leaseMs : 0
    args.push(scriptKind(claim), Math.min(claim.limit, unlimited), spanOf(claim, now), amountOf(claim), lease)
    if (claim.kind === 'sum') args.push(lifeMs(claim, now))
  }
  return { keys, args }
}

/** How the script counts a claim. */
function scriptKind(claim: Claim): Claim['kind'] {
  return claim.kind === 'requests' && claim.limit > longestList ? 'tokens' : claim.kind
}

/** Milliseconds to remember that a reservation is open; 0 where settling it twice would change nothing. */
function memoryMs(claims: readonly Claim[]): number {
  let longest = 0
  for (const claim of claims) {
    if (claim.kind === 'tokens') longest = Math.max(longest, claim.windowMs)
    if (claim.kind === 'budget' || claim.kind === 'sum') longest = Math.max(longest, claim.leaseMs)
  }
  return longest === 0 ? 0 : Math.ceil(longest * memory.times + memory.moreMs)
}

/** Length of a window, or of the period that would begin now; of a sum what is known to be spent. */
function spanOf(claim: Claim, now: number): number {
  if (claim.kind === 'budget') return periodEnd(claim.period, now) - now
  if (claim.kind === 'sum') return Math.max(0, Math.ceil(claim.known))
  return claim.kind === 'permits' ? 0 : claim.windowMs
}

/** How long a sum is remembered: somewhat longer than its period, or where that has no end than it is used. */
function lifeMs({ endsAt, leaseMs }: SumClaim, now: number): number {
  return Math.ceil(endsAt === 0 ? Math.max(unusedMs, leaseMs) : Math.max(0, endsAt - now) + leaseMs)
}

/** Redis counts in integers. */
function amountOf(claim: Claim): number {
  return 'amount' in claim ? Math.max(0, Math.ceil(claim.amount)) : 1
}

export function recordKey(prefix: string, id: string): string {
  return `${prefix}res:${id}`
}

/** The answer of `reserve` as the caller sees it: waits become times of the caller's clock. */
export function readAdmission(answer: unknown, id: string, claims: readonly Claim[], now: number): { admission: Admission; marks: Marks } {
  const [taken = 0, ...numbers] = numbersOf(answer)
  if (taken === 0) {
    const [refused = 0, ...rest] = numbers
    return { admission: { refused, ...meterOf(claims[refused], rest, now) }, marks: { at: 0, ends: [] } }
  }
  const [at = 0, ...rest] = numbers
  const meters: Meter[] = []
  const ends: number[] = []
  for (let i = 0; i < claims.length; i++) {
    meters.push(meterOf(claims[i], rest.slice(i * 3, i * 3 + 3), now))
    ends.push(claims[i]?.kind === 'budget' ? (rest[i * 3 + 2] ?? 0) : 0)
  }
  return { admission: { id, claims, meters }, marks: { at, ends } }
}

function meterOf(claim: Claim | undefined, [used = 0, wait = 0, mark = 0]: readonly number[], now: number): Meter {
  if (claim?.kind !== 'sum') return { used, freeAt: wait === 0 ? 0 : now + wait }
  const spentUntil = claim.endsAt === 0 ? neverFree : claim.endsAt
  return { used, freeAt: wait === 0 ? 0 : wait < 0 ? spentUntil : now + wait, spent: mark }
}

/** Keys and arguments of the script `settle`, after the clock, the id and whether it is new. Undefined where nothing is to be done. */
export function settleCall(prefix: string, claims: readonly Claim[], real: Settlement, marks: Marks, now: number): Call | undefined {
  const keys: string[] = []
  const args: (string | number)[] = []
  claims.forEach((claim, i) => {
    if (claim.kind === 'requests') return
    const amount = amountOf(claim)
    const known = claim.kind === 'tokens' ? real.tokens : claim.kind === 'permits' ? undefined : real.costNanoUsd
    const mark = claim.kind === 'budget' ? marks.ends[i] : claim.kind === 'sum' ? lifeMs(claim, now) : marks.at
    keys.push(...keysOf(prefix, claim))
    args.push(claim.kind, i + 1, spanOf(claim, now), amount, known === undefined ? amount : Math.max(0, Math.ceil(known)), mark ?? 0)
  })
  return args.length === 0 ? undefined : { keys, args }
}

/** As {@link settleCall} for a reservation that nobody heard of: its requests go back too. */
export function undoCall(prefix: string, claims: readonly Claim[], marks: Marks, now: number): Call {
  const given = settleCall(prefix, claims, { tokens: 0, costNanoUsd: 0 }, marks, now)
  const keys = [...(given?.keys ?? [])]
  const args = [...(given?.args ?? [])]
  claims.forEach((claim, i) => {
    if (claim.kind !== 'requests') return
    keys.push(...keysOf(prefix, claim))
    args.push(scriptKind(claim), i + 1, claim.windowMs, 1, 0, marks.at)
  })
  return { keys, args }
}

/**
 * As {@link undoCall} for a reservation that may or may not have been made: what has a lease goes back. What counts in a
 * window leaves it soon by itself. Undefined where nothing has a lease.
 */
export function lostCall(prefix: string, claims: readonly Claim[], now: number): Call | undefined {
  const keys: string[] = []
  const args: (string | number)[] = []
  claims.forEach((claim, i) => {
    if (!('leaseMs' in claim)) return
    keys.push(...keysOf(prefix, claim))
    args.push(claim.kind, i + 1, spanOf(claim, now), amountOf(claim), 0, claim.kind === 'sum' ? lifeMs(claim, now) : 0)
  })
  return args.length === 0 ? undefined : { keys, args }
}

/** True where Redis knows whether the reservation was made, and so undoes none that was not. */
export function isRemembered(claims: readonly Claim[]): boolean {
  return memoryMs(claims) > 0
}

/** Money that was spent while Redis was away, for sums, and budgets whose period it may not even know. Undefined where there is none. */
export function spendCall(prefix: string, claims: readonly Claim[], real: Settlement, now: number): Call | undefined {
  const keys: string[] = []
  const args: (string | number)[] = []
  claims.forEach((claim, i) => {
    if (claim.kind !== 'budget' && claim.kind !== 'sum') return
    const cost = Math.ceil(real.costNanoUsd ?? claim.amount)
    if (cost <= 0) return
    keys.push(...keysOf(prefix, claim))
    args.push(claim.kind, i + 1, spanOf(claim, now), 0, cost, claim.kind === 'sum' ? lifeMs(claim, now) : 0)
  })
  return args.length === 0 ? undefined : { keys, args }
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
  const numbers = numbersOf(answer)
  return keys.map((key, i) => {
    const wait = numbers[i * 3 + 2] ?? 0
    return { key, spent: numbers[i * 3] ?? 0, reserved: numbers[i * 3 + 1] ?? 0, endsAt: wait === 0 ? 0 : now + wait }
  })
}

function numbersOf(answer: unknown): readonly number[] {
  if (!Array.isArray(answer)) throw new Error(`llmgen bug: a script of Redis gave ${typeof answer} where a list belongs`)
  return answer.map(Number)
}
