/** What the script `claims` answers: whole numbers in one text, read one after the other. */
import type { Admission, Claim, Meter } from '../protocol/state-store.js'
import { neverFree } from '../protocol/state-store.js'
import { type Marks, noMarks } from './claim-end.js'

const minus = 0x2d
const zero = 0x30
const nine = 0x39

export class ClaimAnswer {
  readonly #text: string
  #next = 0

  constructor(text: string) {
    this.#text = text
  }

  /** What the script says of the next reservation, as the caller sees it: waits become times of the caller's clock. */
  admission(id: string, claims: readonly Claim[], now: number): { readonly admission: Admission; readonly marks: Marks } {
    const isTaken = this.number() === 1
    if (!isTaken) {
      const refused = this.number()
      return { admission: { refused, ...this.#meter(claims[refused], now).meter }, marks: noMarks }
    }
    const at = this.number()
    const meters: Meter[] = []
    let ends: number[] | undefined
    for (let i = 0; i < claims.length; i++) {
      const claim = claims[i]
      const { meter, mark } = this.#meter(claim, now)
      meters.push(meter)
      if (claim?.kind !== 'budget') continue
      ends ??= new Array<number>(claims.length).fill(0)
      ends[i] = mark
    }
    return { admission: { id, claims, meters }, marks: { at, ends: ends ?? noMarks.ends } }
  }

  #meter(claim: Claim | undefined, now: number): { readonly meter: Meter; readonly mark: number } {
    const used = this.number()
    const wait = this.number()
    const mark = this.number()
    if (claim?.kind !== 'sum') return { meter: { used, freeAt: wait === 0 ? 0 : now + wait }, mark }
    const spentUntil = claim.endsAt === 0 ? neverFree : claim.endsAt
    return { meter: { used, freeAt: wait === 0 ? 0 : wait < 0 ? spentUntil : now + wait, spent: mark }, mark }
  }

  /** The next of them. By its digits: parts of a text and a parser for each cost three times as much. */
  number(): number {
    const text = this.#text
    const isNegative = text.charCodeAt(this.#next) === minus
    let at = isNegative ? this.#next + 1 : this.#next
    let value = 0
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code < zero || code > nine) break
      value = value * 10 + (code - zero)
    }
    this.#next = at + 1
    return isNegative ? -value : value
  }
}
