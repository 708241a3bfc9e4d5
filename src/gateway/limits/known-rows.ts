/** End users, tags and the gateway's own spend, read from a store and kept in memory. */
import { budgetBy } from '../store/budgets.js'
import { endUserBy } from '../store/end-users.js'
import { type WindowRow, windowsOf } from '../store/find-caller.js'
import type { GatewayStore } from '../store/gateway-store.js'
import { rollOverEndUser, rollOverTag } from '../store/roll-over.js'
import { type Tag, tagsBy } from '../store/tags.js'
import type { LimitSettings } from './limit-settings.js'
import type { KnownEndUser } from './object-dues.js'
import { RowMemory } from './row-memory.js'

const mostEndUsers = 10_000

/** Tags with a budget, by name; there are few of them, and requests may name any. */
export type BudgetedTags = ReadonlyMap<string, Tag>

export type KnownRows = {
  readonly endUsers: RowMemory<KnownEndUser>
  readonly tags: RowMemory<BudgetedTags>
  readonly proxy: RowMemory<readonly WindowRow[]>
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
  const connected = async () => (await store.open()).connection.db
  const at = () => ({ now: new Date(now()), timeZone })
  const endUsers = new RowMemory<KnownEndUser>({
    now,
    most: mostEndUsers,
    find: async (id) => {
      const db = await connected()
      const found = await endUserBy(db, id)
      const budget = found?.budget ?? (endUserBudgetId === undefined ? undefined : await budgetBy(db, endUserBudgetId))
      const row = found && (await rollOverEndUser(db, found.row, budget?.budgetDuration, at()))
      const hasModels = budget !== undefined && Object.keys(budget.modelMaxBudget).length > 0
      return { id, row, budget, windows: hasModels ? await windowsOf(db, [['end_user', id]]) : [] }
    },
    touches: (change, id, { budget }) =>
      (change.kind === 'end_user' && change.id === id) ||
      (change.kind === 'budget' && (change.id === budget?.budgetId || change.id === endUserBudgetId)),
  })
  const tags = new RowMemory<BudgetedTags>({
    now,
    most: 1,
    find: async () => {
      const db = await connected()
      const all = (await tagsBy(db, undefined)).filter(({ budget }) => budget !== undefined)
      const current = await Promise.all(all.map(async (tag) => ({ ...tag, row: await rollOverTag(db, tag, at()) })))
      return new Map(current.map((tag) => [tag.row.tagName, tag]))
    },
    touches: ({ kind }) => kind === 'tag' || kind === 'budget',
  })
  const proxy = new RowMemory<readonly WindowRow[]>({
    now,
    most: 1,
    find: async () => windowsOf(await connected(), [['proxy', '']]),
    touches: () => false,
  })
  const rows: KnownRows = { endUsers, tags, proxy }
  // as long as the store: settings that are served no longer are few, and forgetting costs nothing
  store.onChange((change) => {
    for (const memory of [endUsers, tags, proxy]) memory.forget(change)
  })
  return rows
}
