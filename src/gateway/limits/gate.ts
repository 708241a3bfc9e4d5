/**
 * The gate: every request of a client passes it once, before any provider is asked. It takes what the request is counted into,
 * budgets and rates alike, all or none; what was taken is settled when the request is told how it ended.
 */
import { type Admission, type Claim, isRefusal, type StateStore } from '../../protocol/state-store.js'
import type { Run } from '../../runtime/run.js'
import type { CallFacts } from '../call-record.js'
import { GatewayError } from '../errors.js'
import type { GatewayCall } from '../route.js'
import type { Serving } from '../serving.js'
import type { Caller, WindowRow } from '../store/find-caller.js'
import type { GatewayStore } from '../store/gateway-store.js'
import { CallerBook } from './caller-book.js'
import { namesOf } from './caller-dues.js'
import { type Dues, together } from './due.js'
import { DueList } from './due-list.js'
import { costGuess, isFree, type RoughSize, roughSizeOf, tokenEstimate } from './estimates.js'
import { type BudgetedTags, type KnownRows, knownOf, rowsOf } from './known-rows.js'
import { expectedCost } from './learned-costs.js'
import type { LimitSettings } from './limit-settings.js'
import { endUserDues, globalDues, type KnownEndUser, proxyDues, tagDues } from './object-dues.js'
import { Passage, type PassageTerms } from './passage.js'
import type { Moment } from './periods.js'
import { refusalOf } from './refusals.js'
import { softBudgetsOf } from './soft-budgets.js'
import { usd } from './usd.js'

/** A sliding window, milliseconds; `LITELLM_RATE_LIMIT_WINDOW_SIZE` has seconds. */
const defaultWindowMs = 60_000
/** Slots come back after the longest call, with its retries: no sooner, and no later, than this. */
const shortestLeaseMs = 900_000
const longestLeaseMs = 86_400_000
const leaseMarginMs = 60_000
/** What is passed through ends when its client or provider wants it to. */
const passedMs = 3_600_000

/** Rows beside the caller's. */
type Rows = {
  readonly endUser: KnownEndUser | undefined
  readonly tags: BudgetedTags | undefined
  readonly proxy: readonly WindowRow[] | undefined
}

const noRows: Rows = { endUser: undefined, tags: undefined, proxy: undefined }
const noWindows: readonly WindowRow[] = []

/** What a gate is for. */
type Served = Pick<Serving, 'engine' | 'state' | 'settings' | 'env' | 'log'> & { readonly store?: GatewayStore | undefined }

/** What is asked of a request. */
type Passing = Pick<GatewayCall, 'serving' | 'identity' | 'notes'>

const gates = new WeakMap<Serving, Gate>()

/**
 * Lets a request pass: undefined where that is decided at once. Throws, or rejects with, a {@link GatewayError} that says which
 * limit keeps it back. `run` is undefined for what is no call of the engine; what that may cost nobody knows before.
 */
export function pass(call: Passing, run: Run | undefined): Promise<void> | undefined {
  let gate = gates.get(call.serving)
  if (gate === undefined) {
    gate = new Gate(call.serving)
    gates.set(call.serving, gate)
  }
  return gate.pass(call, run)
}

class Gate {
  readonly #serving: Served
  readonly #settings: LimitSettings
  readonly #state: StateStore
  readonly #terms: PassageTerms
  readonly #rows: KnownRows | undefined
  readonly #windowMs: number
  /** What every request is counted into, whoever makes it. */
  readonly #global: Dues
  readonly #books = new WeakMap<Caller, CallerBook>()
  /** Dues of other rows. */
  readonly #worked = new WeakMap<object, Dues>()

  constructor(serving: Served) {
    const { settings, store, engine, env, state } = serving
    this.#serving = serving
    this.#settings = settings.limits
    this.#state = state
    this.#terms = { store: state, settings: settings.limits, now: engine.now }
    this.#rows = store === undefined ? undefined : rowsOf(store, settings.limits, engine.now)
    this.#global = globalDues(settings.limits)
    const seconds = Number(env('LITELLM_RATE_LIMIT_WINDOW_SIZE') ?? Number.NaN)
    this.#windowMs = seconds > 0 ? seconds * 1_000 : defaultWindowMs
  }

  pass(call: Passing, run: Run | undefined): Promise<void> | undefined {
    const { notes } = call
    // a request that makes several calls is one request
    if (notes.passage !== undefined) return undefined
    const { caller } = call.identity
    const passage = new Passage(this.#terms, run, caller === undefined ? undefined : this.#bookOf(caller))
    notes.passage = passage
    const rows = this.#rowsFor(notes.facts)
    return rows instanceof Promise
      ? rows.then((found) => this.#admit(notes.facts, passage, found))
      : this.#admit(notes.facts, passage, rows)
  }

  #bookOf(caller: Caller): CallerBook {
    const found = this.#books.get(caller)
    if (found !== undefined) return found
    const moment = this.#moment(this.#serving.engine.now())
    const book = new CallerBook(caller, moment, this.#global)
    this.#books.set(caller, book)
    const { store, log } = this.#serving
    if (store === undefined) return book
    for (const reached of softBudgetsOf(store).newlyReached(book.softBudgets(moment.now))) {
      const { shown, limit, spent } = reached
      log?.warn({}, `the ${shown} has spent ${usd(spent)} USD, which is its soft budget of ${usd(limit)} USD or more: its requests go on`)
    }
    return book
  }

  #moment(now: number): Moment {
    return { now, timeZone: this.#settings.timeZone }
  }

  /** Rows of the end user, the tags and the gateway, at once where they are known. */
  #rowsFor(facts: CallFacts): Rows | Promise<Rows> {
    const rows = this.#rows
    if (rows === undefined) return noRows
    const endUser = facts.endUser === undefined ? undefined : knownOf(rows.endUsers, facts.endUser)
    const tags = facts.tags === undefined || !this.#asksTags(facts.tags) ? undefined : knownOf(rows.tags, '')
    const proxy = this.#settings.proxyBudget === undefined ? undefined : knownOf(rows.proxy, '')
    if (endUser === undefined && tags === undefined && proxy === undefined) return noRows
    if (!(endUser instanceof Promise || tags instanceof Promise || proxy instanceof Promise)) return { endUser, tags, proxy }
    return Promise.all([endUser, tags, proxy]).then(([one, two, three]) => ({ endUser: one, tags: two, proxy: three }))
  }

  /** The name of the client's program, which every request has, is no reason to open a database. */
  #asksTags(tags: readonly string[]): boolean {
    return this.#serving.store?.state !== 'closed' || tags.some((tag) => !tag.startsWith('User-Agent: '))
  }

  #admit(facts: CallFacts, passage: Passage, rows: Rows): Promise<void> | undefined {
    if (rows.endUser?.row?.blocked === true)
      throw new GatewayError(403, 'auth_error', `the end user "${rows.endUser.id}" is blocked`, { param: 'end_user' })
    const now = this.#serving.engine.now()
    const counted = this.#duesOf(facts, passage, rows, now)
    // windows of spend are noted for its row
    if (counted.windows.length > 0) facts.spendWindows = counted.windows
    const list = binding(counted, passage.run)
    const { dues } = list
    if (dues.length === 0) return undefined
    const answer = this.#state.reserve(this.#claimsFor(list, passage, now), now, dues)
    if (answer instanceof Promise) return answer.then((admission) => this.#take(passage, list, admission))
    this.#take(passage, list, answer)
    return undefined
  }

  #take(passage: Passage, list: DueList, admission: Admission): void {
    if (!isRefusal(admission)) {
      passage.hold(list, admission)
      return
    }
    const due = list.dues[admission.refused]
    if (due === undefined) throw new Error(`llmgen bug: claim ${admission.refused} of ${list.dues.length} was refused`)
    passage.refuse(list, admission)
    throw refusalOf(due, admission, this.#settings, this.#serving.engine.now())
  }

  /** What the request is counted into: for most the same as for others of their caller, and then nothing is put together. */
  #duesOf(facts: CallFacts, { book, run }: Passage, rows: Rows, now: number): Dues {
    const group = run?.current.group.name
    const asked = facts.model ?? group ?? ''
    const own = book === undefined ? this.#global : book.dues(asked, group, now)
    const { proxyBudget } = this.#settings
    if (rows === noRows && proxyBudget === undefined) return own
    const { endUser, tags, proxy = noWindows } = rows
    const parts = [own]
    const at = this.#moment(now)
    if (endUser !== undefined) {
      const make = () => endUserDues(endUser, this.#settings, namesOf(asked, group), at)
      parts.push(goesByModel(endUser) ? make() : this.#workedOut(endUser, now, make))
    }
    if (tags !== undefined && tags.size > 0)
      for (const name of facts.tags ?? []) {
        const tag = tags.get(name)
        if (tag !== undefined) parts.push(this.#workedOut(tag, now, () => tagDues(tag, at)))
      }
    if (proxyBudget !== undefined) parts.push(this.#workedOut(proxy, now, () => proxyDues(this.#settings, proxy, at)))
    return together(parts)
  }

  /** Dues of a row, made once for as long as they hold and the row is kept in memory. */
  #workedOut(row: object, now: number, make: () => Dues): Dues {
    const known = this.#worked.get(row)
    if (known !== undefined && now < known.validUntil) return known
    const made = make()
    this.#worked.set(row, made)
    return made
  }

  /** One for each due. Throws for a limit that lets nothing pass. */
  #claimsFor(list: DueList, passage: Passage, now: number): readonly Claim[] {
    const { dues } = list
    const { run } = passage
    const claims: Claim[] = []
    let size: RoughSize | undefined
    let cost: number | undefined
    let tokens: number | undefined
    for (let at = 0; at < dues.length; at++) {
      const due = dues[at]
      if (due === undefined) continue
      if (due.kind === 'budget') {
        size ??= run && roughSizeOf(run)
        cost ??= run === undefined ? 0 : this.#expected(passage, run, size)
        claims.push(list.claim(at, cost, 0))
        continue
      }
      if (due.limit < 1) throw refusalOf(due, { used: 0, freeAt: now + this.#windowMs }, this.#settings, now)
      if (due.kind === 'max_parallel_requests') claims.push(list.claim(at, 1, this.#permitLease(run)))
      else if (due.kind === 'requests') claims.push(list.claim(at, 1, this.#windowMs))
      else {
        size ??= run && roughSizeOf(run)
        tokens ??= run === undefined ? 0 : tokenEstimate(run, size, this.#settings.tokens)
        claims.push(list.claim(at, tokens, this.#windowMs))
      }
    }
    return claims
  }

  #expected(passage: Passage, run: Run, size: RoughSize | undefined): number {
    passage.guess = costGuess(run, size, this.#settings.unpricedFloor)
    return expectedCost(passage.guess)
  }

  /** Longer than the longest attempt that the call may make, streams included, by its timers. Milliseconds. */
  #permitLease(run: Run | undefined): number {
    const { engine } = this.#serving
    let most = run?.prepared.controls.timeoutMs ?? 0
    if (run === undefined) most = passedMs
    else if (most === 0)
      for (const index of run.current.group.serving)
        most = Math.max(most, engine.deployments[index]?.ready?.timeoutMs ?? engine.limits.timeoutMs)
    return Math.min(longestLeaseMs, Math.max(shortestLeaseMs, most + leaseMarginMs))
  }
}

/** Those that hold for this call: what costs nothing is kept back by no budget, and what only counts tokens by no limit of them. */
function binding({ all, free, budgets, rates }: Dues, run: Run | undefined): DueList {
  if (run === undefined) return all
  if (run.endpoint === 'tokens') return new DueList(rates.filter(({ kind }) => kind !== 'tokens'))
  return budgets.length > 0 && isFree(run) ? free : all
}

/** Dues of such an end user differ from model to model. */
function goesByModel({ budget }: KnownEndUser): boolean {
  return budget !== undefined && Object.keys(budget.modelMaxBudget).length > 0
}
