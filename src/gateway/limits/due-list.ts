/** Dues in the order in which they are claimed, with what is worked out of them once for all requests: claims, and lines of heads. */
import type { Claim, Meter } from '../../protocol/state-store.js'
import type { Due } from './due.js'

/** What a budget reserved that nobody settles comes back so late: money that a longer call holds is settled when it ends. */
const budgetLeaseMs = 3_600_000

export class DueList {
  readonly dues: readonly Due[]
  /** As they were made last, with what differs from request to request. */
  readonly #claims: (Claim | undefined)[] = []
  readonly #amounts: number[] = []
  readonly #spans: number[] = []
  #lines: Lines | undefined

  constructor(dues: readonly Due[]) {
    this.dues = dues
    for (let at = 0; at < dues.length; at++) {
      this.#claims.push(undefined)
      this.#amounts.push(0)
      this.#spans.push(0)
    }
  }

  /**
   * The claim of a due: the one that was made last where it says the same. `amount`: tokens or nano-dollars; `ms`: its window, or
   * how long its permit is leased.
   */
  claim(at: number, amount: number, ms: number): Claim {
    const known = this.#claims[at]
    if (known !== undefined && this.#amounts[at] === amount && this.#spans[at] === ms) return known
    const due = this.dues[at]
    if (due === undefined) throw new Error(`llmgen bug: there is no due ${at} of ${this.dues.length}`)
    const made = claimOf(due, amount, ms)
    this.#claims[at] = made
    this.#amounts[at] = amount
    this.#spans[at] = ms
    return made
  }

  /** Lines of a head that tell what is left of each due of which callers are told. `meters` are those of all dues. */
  lines(meters: readonly Meter[]): string {
    this.#lines ??= linesOf(this.dues)
    const { dues, texts } = this.#lines
    let lines = texts[0] ?? ''
    let last = -1
    let left = ''
    for (let nth = 0; nth < dues.length; nth++) {
      const at = dues[nth] ?? 0
      if (at !== last) left = leftOf(this.dues[at]?.limit ?? 0, meters[at]?.used ?? 0)
      last = at
      lines += left + texts[nth + 1]
    }
    return lines
  }
}

/** What is left of a limit, as headers say it. */
export function leftOf(limit: number, used: number): string {
  return Math.max(0, Math.floor(limit - used)).toString()
}

function claimOf(due: Due, amount: number, ms: number): Claim {
  const { key, limit } = due
  switch (due.kind) {
    case 'budget':
      return { kind: 'sum', key, limit, amount: Math.min(amount, limit), known: due.known, endsAt: due.endsAt, leaseMs: budgetLeaseMs }
    case 'requests':
      return { kind: 'requests', key, limit, windowMs: ms }
    case 'tokens':
      return { kind: 'tokens', key, limit, windowMs: ms, amount: Math.min(amount, limit) }
    case 'max_parallel_requests':
      return { kind: 'permits', key, limit, leaseMs: ms }
  }
}

/** Texts between which stand figures, and whose they are: places of dues. */
type Lines = { readonly texts: readonly string[]; readonly dues: readonly number[] }

function linesOf(dues: readonly Due[]): Lines {
  const texts = ['']
  const whose: number[] = []
  for (const [at, due] of dues.entries()) {
    if (due.kind === 'budget') continue
    for (const [nth, text] of due.told.entries()) {
      // joined: V8 copies a text that was added up each time it is read
      if (nth === 0) texts.push([texts.pop(), text].join(''))
      else {
        whose.push(at)
        texts.push(text)
      }
    }
  }
  return { texts, dues: whose }
}
