/** What a request is counted into before it may go: budgets and rates, each with whose it is. */
import type { SpendWindow } from '../store/spend-row.js'
import { DueList } from './due-list.js'

/** Whose limit it is, as `param` of an error says it. */
export type LimitedObject = 'key' | 'user' | 'team' | 'member' | 'end_user' | 'tag' | 'organization' | 'proxy' | 'model'

/** Whose rate it is, in LiteLLM's words for headers and messages. */
export type Descriptor =
  | 'api_key'
  | 'user'
  | 'team'
  | 'team_member'
  | 'end_user'
  | 'organization'
  | 'tag'
  | 'model_per_key'
  | 'model_per_team'
  | 'global'

/** Money. Integer nano-dollars; times are milliseconds since 1970. */
export type BudgetDue = {
  readonly kind: 'budget'
  readonly object: LimitedObject
  /** What comes between the sentence and the figures: `Team=t`. */
  readonly shown: string
  /** Names the sum: its object, its period, and how often somebody has set it. */
  readonly key: string
  readonly limit: number
  /** Spent, by the database. */
  readonly known: number
  /** When it starts anew; 0 is never. */
  readonly endsAt: number
}

/** Requests, tokens, or requests at a time. */
export type RateDue = {
  readonly kind: 'requests' | 'tokens' | 'max_parallel_requests'
  readonly descriptor: Descriptor
  /** Its name, never the hash of another's key. */
  readonly shown: string
  readonly key: string
  readonly limit: number
  /** Lines of the head of an answer that tell of it, in pieces between which stands what is left; none where nobody is told. */
  readonly told: readonly string[]
}

export type Due = BudgetDue | RateDue

/** What one object brings: dues, and the sums beside its own into which the request counts. */
export type Dues = {
  readonly budgets: readonly BudgetDue[]
  readonly rates: readonly RateDue[]
  /** Both in the order in which they are claimed, budgets first: what is spent is said before what is busy. */
  readonly all: DueList
  /** What holds for a request that costs nothing. */
  readonly free: DueList
  readonly windows: readonly SpendWindow[]
  /** Something of it begins or ends then: it is to be worked out anew. Milliseconds since 1970. */
  readonly validUntil: number
}

const none = new DueList([])

export const noDues: Dues = { budgets: [], rates: [], all: none, free: none, windows: [], validUntil: Number.POSITIVE_INFINITY }

/** These dues: until the first of the budgets ends, or something else of them does earlier. */
export function duesOf(parts: Partial<Omit<Dues, 'all' | 'free'>>): Dues {
  const { budgets = [], rates = [], windows = [], validUntil = Number.POSITIVE_INFINITY } = parts
  if (budgets.length + rates.length === 0) return noDues
  const ends = budgets.map(({ endsAt }) => (endsAt === 0 ? Number.POSITIVE_INFINITY : endsAt))
  const all = new DueList([...budgets, ...rates])
  const free = budgets.length === 0 ? all : new DueList(rates)
  return { budgets, rates, all, free, windows, validUntil: Math.min(validUntil, ...ends) }
}

/** All of these as one. */
export function together(parts: readonly Dues[]): Dues {
  const present = parts.filter((dues) => dues !== noDues)
  const [only = noDues] = present
  if (present.length <= 1) return only
  return duesOf({
    budgets: present.flatMap(({ budgets }) => budgets),
    rates: present.flatMap(({ rates }) => rates),
    windows: present.flatMap(({ windows }) => windows),
    validUntil: present.reduce((least, { validUntil }) => Math.min(least, validUntil), Number.POSITIVE_INFINITY),
  })
}
