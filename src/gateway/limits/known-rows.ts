/** End users, tags and the gateway's own spend, read from a store and kept in memory. */
import { RowMemory, StoreAwayError } from '../row-memory.js'
import type { WindowRow } from '../store/find-caller.js'
import type { GatewayStore } from '../store/gateway-store.js'
import type { Tag } from '../store/tags.js'
import type { LimitSettings } from './limit-settings.js'
import type { KnownEndUser } from './object-dues.js'

const mostEndUsers = 10_000
/** What was known goes on to count, while it is read anew and while the database is away: who had a limit is not without one. */
const terms = { ttlMs: 60_000, oldestMs: Number.POSITIVE_INFINITY, graceMs: Number.POSITIVE_INFINITY }

/** Tags with a budget, by name; there are few of them, and requests may name any. */
export type BudgetedTags = ReadonlyMap<string, Tag>

export type KnownRows = {
  readonly endUsers: RowMemory<KnownEndUser>
  readonly tags: RowMemory<BudgetedTags>
  readonly proxy: RowMemory<readonly WindowRow[]>
}

/** The row of this id, at once where it is known; undefined where the database could not be asked, and nothing is known. Never rejects. */
export function knownOf<T>(rows: RowMemory<T>, id: string): T | undefined | Promise<T | undefined> {
  const found = rows.get(id)
  return found instanceof Promise ? found.catch(unlessAway) : found
}

function unlessAway(error: unknown): undefined {
  if (!(error instanceof StoreAwayError)) throw error
}

const known = new WeakMap<GatewayStore, WeakMap<LimitSettings, KnownRows>>()

/** The rows of this store, by the settings of what is served. */
export function rowsOf(store: GatewayStore, settings: LimitSettings, now: () => number): KnownRows {
  const bySettings = known.get(store) ?? new WeakMap<LimitSettings, KnownRows>()
  known.set(store, bySettings)
  const found = bySettings.get(settings)
  if (found !== undefined) return found
  const rows = open(store, settings, now)
  bySettings.set(settings, rows)
  return rows
}

function open(store: GatewayStore, { timeZone, endUserBudgetId }: LimitSettings, now: () => number): KnownRows {
  const reader = () => import('./read-rows.js')
  const connected = async () => (await store.open()).connection.db
  const at = () => ({ now: new Date(now()), timeZone })
  const endUsers = new RowMemory<KnownEndUser>({
    ...terms,
    now,
    most: mostEndUsers,
    find: async (id) => (await reader()).readEndUser(await connected(), id, endUserBudgetId, at()),
    touches: (change, id, row) =>
      (change.kind === 'end_user' && change.id === id) ||
      (change.kind === 'budget' && (change.id === row?.budget?.budgetId || change.id === endUserBudgetId)),
  })
  const tags = new RowMemory<BudgetedTags>({
    ...terms,
    now,
    most: 1,
    find: async () => (await reader()).readBudgetedTags(await connected(), at()),
    touches: ({ kind }) => kind === 'tag' || kind === 'budget',
  })
  const proxy = new RowMemory<readonly WindowRow[]>({
    ...terms,
    now,
    most: 1,
    find: async () => (await reader()).readProxyWindows(await connected()),
    touches: () => false,
  })
  const rows: KnownRows = { endUsers, tags, proxy }
  // as long as the store: settings that are served no longer are few, and forgetting costs nothing
  store.onChange((change) => {
    for (const memory of [endUsers, tags, proxy]) memory.forget(change)
  })
  return rows
}
