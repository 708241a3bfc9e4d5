/** A call that was admitted from what its process was allotted. */
import type { Claim, Meter, Reservation } from '../protocol/state-store.js'
import type { Allotment } from './allotment.js'
import type { Amounts } from './amounts.js'

/** What Redis said: of each claim what is used beside what is allotted, and what of a sum is spent. */
export type Allotted = { readonly amounts: Amounts; readonly used: readonly number[]; readonly spent: readonly number[] }

/** The same, with what was used of it since and is on its way to Redis. */
export type Base = Allotted & { readonly added: Amounts }

/** How an allotment stood when it admitted a call: of each figure what was used of it, that call's own part included. */
export type Standing = {
  readonly base: Base
  readonly requests: number
  readonly tokens: number
  readonly nanoUsd: number
  /** Without what is reserved. */
  readonly spentNanoUsd: number
}

export class Lent implements Reservation {
  readonly allotment: Allotment
  readonly claims: readonly Claim[]
  /** What is reserved for it. */
  readonly taken: Amounts
  isSettled = false
  readonly #standing: Standing
  #meters: readonly Meter[] | undefined

  constructor(allotment: Allotment, claims: readonly Claim[], taken: Amounts) {
    this.allotment = allotment
    this.claims = claims
    this.taken = taken
    this.#standing = allotment.standing
  }

  /** Nobody settles by it: the reservation itself says where it belongs. */
  get id(): string {
    return ''
  }

  /** Made when somebody asks: of most calls nobody does. */
  get meters(): readonly Meter[] {
    this.#meters ??= this.claims.map((claim, at) => this.#meterOf(claim, at))
    return this.#meters
  }

  #meterOf({ kind }: Claim, at: number): Meter {
    const { base, requests, tokens, nanoUsd, spentNanoUsd } = this.#standing
    const used = base.used[at] ?? 0
    if (kind === 'sum') return { used: used + nanoUsd, freeAt: 0, spent: (base.spent[at] ?? 0) + spentNanoUsd }
    return { used: used + (kind === 'tokens' ? tokens : requests), freeAt: 0 }
  }
}
