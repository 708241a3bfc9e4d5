/**
 * The gate: every request of a client passes it once, before any provider is asked. It takes what the request is counted into,
 * budgets and rates alike, all or none; what was taken is settled when the request is told how it ended.
 */
import { type Admission, type Claim, isRefusal, type StateStore } from '../../protocol/state-store.js'
import type { Run } from '../../runtime/run.js'
import { GatewayError } from '../errors.js'
import type { GatewayCall } from '../route.js'
import type { Serving } from '../serving.js'
import type { Caller, WindowRow } from '../store/find-caller.js'
import type { GatewayStore } from '../store/gateway-store.js'
import { CallerBook } from './caller-book.js'
import { type Due, type Dues, noDues } from './due.js'
import { costGuess, isFree, tokenEstimate } from './estimates.js'
import { type BudgetedTags, type KnownRows, rowsOf } from './known-rows.js'
import { expectedCost } from './learned-costs.js'
import type { LimitSettings } from './limit-settings.js'
import { endUserDues, globalDues, type KnownEndUser, proxyDues, tagDues } from './object-dues.js'
import { Passage } from './passage.js'
import type { Moment } from './periods.js'
import { refusalOf, usd } from './refusals.js'
import { softBudgetsOf } from './soft-budgets.js'

/** A sliding window, milliseconds; `LITELLM_RATE_LIMIT_WINDOW_SIZE` has seconds. */
const defaultWindowMs = 60_000
/** What a process took that is gone comes back so late. Money that a longer call holds is settled when it ends. */
const budgetLeaseMs = 3_600_000
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

/** What a gate is for. */
type Served = Pick<Serving, 'engine' | 'state' | 'settings' | 'env' | 'log'> & { readonly store?: GatewayStore | undefined }

const gates = new WeakMap<Serving, Gate>()

/**
 * Lets a request pass: undefined where that is decided at once. Throws, or rejects with, a {@link GatewayError} that says which
 * limit keeps it back. `run` is undefined for what is no call of the engine; what that may cost nobody knows before.
 */
export function pass(call: GatewayCall, run: Run | undefined): Promise<void> | undefined {
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
  readonly #rows: KnownRows | undefined
  readonly #windowMs: number
  /** What every request is counted into, whoever makes it. */
  readonly #global: Dues
  readonly #books = new WeakMap<Caller, CallerBook>()

  constructor(serving: Served) {
    const { settings, store, engine, env } = serving
    this.#serving = serving
    this.#settings = settings.limits
    this.#state = serving.state
    this.#rows = store === undefined ? undefined : rowsOf(store, settings.limits, engine.now)
    this.#global = globalDues(settings.limits)
    const seconds = Number(env('LITELLM_RATE_LIMIT_WINDOW_SIZE') ?? Number.NaN)
    this.#windowMs = seconds > 0 ? seconds * 1_000 : defaultWindowMs
  }

  pass(call: GatewayCall, run: Run | undefined): Promise<void> | undefined {
    const { notes } = call
    // a request that makes several calls is one request
    if (notes.passage !== undefined) return undefined
    const { engine } = this.#serving
    const { caller } = call.identity
    const book = caller === undefined ? undefined : this.#bookOf(caller)
    const passage = new Passage({ store: this.#state, settings: this.#settings, now: engine.now, run, book })
    notes.passage = passage
    const rows = this.#rowsFor(call)
    return rows instanceof Promise ? rows.then((found) => this.#admit(call, passage, run, found)) : this.#admit(call, passage, run, rows)
  }

  #bookOf(caller: Caller): CallerBook {
    const found = this.#books.get(caller)
    if (found !== undefined) return found
    const moment = this.#moment()
    const book = new CallerBook(caller, moment)
    this.#books.set(caller, book)
    const { store, log } = this.#serving
    if (store === undefined) return book
    for (const reached of softBudgetsOf(store).newlyReached(book.softBudgets(moment.now))) {
      const { shown, limit, spent } = reached
      log?.warn({}, `the ${shown} has spent ${usd(spent)} USD, which is its soft budget of ${usd(limit)} USD or more: its requests go on`)
    }
    return book
  }

  #moment(): Moment {
    return { now: this.#serving.engine.now(), timeZone: this.#settings.timeZone }
  }

  /** Rows of the end user, the tags and the gateway, at once where they are known. */
  #rowsFor({ notes: { facts } }: GatewayCall): Rows | Promise<Rows> {
    const rows = this.#rows
    if (rows === undefined) return noRows
    const endUser = facts.endUser === undefined ? undefined : rows.endUsers.get(facts.endUser)
    const tags = facts.tags === undefined || !this.#asksTags(facts.tags) ? undefined : rows.tags.get('')
    const proxy = this.#settings.proxyBudget === undefined ? undefined : rows.proxy.get('')
    if (endUser === undefined && tags === undefined && proxy === undefined) return noRows
    if (!(endUser instanceof Promise || tags instanceof Promise || proxy instanceof Promise)) return { endUser, tags, proxy }
    return Promise.all([endUser, tags, proxy]).then(([one, two, three]) => ({ endUser: one, tags: two, proxy: three }))
  }

  /** The name of the client's program, which every request has, is no reason to open a database. */
  #asksTags(tags: readonly string[]): boolean {
    return this.#serving.store?.state !== 'closed' || tags.some((tag) => !tag.startsWith('User-Agent: '))
  }

  #admit(call: GatewayCall, passage: Passage, run: Run | undefined, rows: Rows): Promise<void> | undefined {
    if (rows.endUser?.row?.blocked === true)
      throw new GatewayError(403, 'auth_error', `the end user "${rows.endUser.id}" is blocked`, { param: 'end_user' })
    const { engine } = this.#serving
    const parts = this.#duesOf(call, passage, run, rows)
    if (parts.length === 0) return undefined
    const dues: Due[] = []
    const claims = this.#claimsFor(parts, passage, run, dues)
    if (claims.length === 0) return undefined
    const now = engine.now()
    const answer = this.#state.reserve(claims, now)
    if (answer instanceof Promise) return answer.then((admission) => this.#take(passage, dues, admission))
    this.#take(passage, dues, answer)
    return undefined
  }

  #take(passage: Passage, dues: readonly Due[], admission: Admission): void {
    if (!isRefusal(admission)) {
      passage.hold(dues, admission)
      return
    }
    const due = dues[admission.refused]
    if (due === undefined) throw new Error(`llmgen bug: claim ${admission.refused} of ${dues.length} was refused`)
    passage.refuse(dues, admission)
    throw refusalOf(due, admission, this.#settings, this.#serving.engine.now())
  }

  /** What the request is counted into; windows of spend are noted for its row. */
  #duesOf({ notes: { facts } }: GatewayCall, { book }: Passage, run: Run | undefined, rows: Rows): readonly Dues[] {
    const { engine } = this.#serving
    const now = engine.now()
    const asked = facts.model ?? run?.current.group.name ?? ''
    const names = () => namesOf(asked, run)
    const moment = () => this.#moment()
    const all = [
      ...(book === undefined ? [] : [book.dues(now), book.modelDues(names, asked, now)]),
      ...(rows.endUser === undefined ? [] : [endUserDues(rows.endUser, this.#settings, names(), moment())]),
      ...this.#tagged(facts.tags, rows.tags, moment),
      ...(this.#settings.proxyBudget === undefined ? [] : [proxyDues(this.#settings, rows.proxy ?? [], moment())]),
      this.#global,
    ].filter((dues) => dues !== noDues && dues.budgets.length + dues.rates.length > 0)
    const windows = all.flatMap((dues) => dues.windows)
    if (windows.length > 0) facts.spendWindows = windows
    return all
  }

  #tagged(tags: readonly string[] | undefined, known: BudgetedTags | undefined, moment: () => Moment): readonly Dues[] {
    if (tags === undefined || known === undefined || known.size === 0) return []
    return tags.flatMap((name) => {
      const tag = known.get(name)
      return tag === undefined ? [] : [tagDues(tag, moment())]
    })
  }

  /** Budgets first: what is spent is said before what is busy. Throws for a limit that lets nothing pass. */
  #claimsFor(parts: readonly Dues[], passage: Passage, run: Run | undefined, into: Due[]): readonly Claim[] {
    const claims: Claim[] = []
    const free = run !== undefined && isFree(run)
    let cost: number | undefined
    let tokens: number | undefined
    for (const { budgets } of free ? [] : parts)
      for (const due of budgets) {
        const { key, limit, known, endsAt } = due
        cost ??= run === undefined ? 0 : this.#expected(passage, run)
        claims.push({ kind: 'sum', key, limit, amount: Math.min(cost, limit), known, endsAt, leaseMs: budgetLeaseMs })
        into.push(due)
      }
    for (const { rates } of parts)
      for (const due of rates) {
        const { kind, key, limit } = due
        if (kind === 'tokens' && run?.endpoint === 'tokens') continue
        if (limit < 1) throw this.#never(due)
        if (kind === 'requests') claims.push({ kind, key, limit, windowMs: this.#windowMs })
        else if (kind === 'max_parallel_requests') claims.push({ kind: 'permits', key, limit, leaseMs: this.#permitLease(run) })
        else {
          tokens ??= run === undefined ? 0 : tokenEstimate(run, this.#settings.tokens)
          claims.push({ kind, key, limit, windowMs: this.#windowMs, amount: Math.min(tokens, limit) })
        }
        into.push(due)
      }
    return claims
  }

  #expected(passage: Passage, run: Run): number {
    passage.guess = costGuess(run, this.#settings.unpricedFloor)
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

  #never(due: Due): GatewayError {
    const now = this.#serving.engine.now()
    return refusalOf(due, { used: 0, freeAt: now + this.#windowMs }, this.#settings, now)
  }
}

/** Names under which limits may know a model: as asked, its group's, and both without the provider. */
function namesOf(asked: string, run: Run | undefined): readonly string[] {
  const group = run?.current.group.name
  const names = group === undefined || group === asked ? [asked] : [asked, group]
  return [...names, ...names.flatMap((name) => (name.includes('/') ? [name.slice(name.indexOf('/') + 1)] : []))]
}
