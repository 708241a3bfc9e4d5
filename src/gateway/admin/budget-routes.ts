/** `/budget/…`: limits by name, for keys, members, organisations, end users and tags that share them. */
import { randomUUID } from 'node:crypto'
import type { Route } from '../route.js'
import { addBudget, type BudgetRow, budgetBy, budgetsBy, changeBudget, deleteBudget, listBudgets } from '../store/budgets.js'
import { TakenError } from '../store/sql-error.js'
import type { JsonObject } from '../store/tables.js'
import { adminRoute, audit, type Desk, defined, noSuch, refused } from './admin-route.js'
import { type Fields, readBody, readQuery } from './body.js'
import { budgetColumns, budgetFields } from './limit-fields.js'
import { showBudget } from './shown.js'

const tags = ['budgets']
const table = 'LiteLLM_BudgetTable'
/** Most rows of an unpaged list. */
const mostRows = 10_000

const fields = { budget_id: 'id', ...budgetFields, budget_reset_at: 'date', allowed_models: 'texts' } as const satisfies Fields

export const newBudget: Route = adminRoute({
  method: 'POST',
  paths: ['/budget/new'],
  access: 'admin',
  summary: 'Makes a budget that keys, members, organisations, end users and tags can share.',
  tags,
  example: { budget_id: 'small', max_budget: 10, budget_duration: '30d' },
  answer: async (desk) => {
    const values = readBody(desk.call, fields)
    const id = values.budget_id ?? randomUUID()
    // no time is one that the duration gives
    const columns = { ...budgetColumns(values, desk), ...more({ ...values, budget_reset_at: values.budget_reset_at ?? undefined }) }
    const row = await desk.store.connection
      .transaction(async (db) => {
        const added = await addBudget(db, { budgetId: id, ...columns, createdBy: desk.by, updatedBy: desk.by })
        await audit(desk, db, { action: 'created', table, id, after: showBudget(added, desk) })
        return added
      })
      .catch((error: unknown) => {
        throw error instanceof TakenError ? refused(`there is a budget "${id}" already`, 'budget_id') : error
      })
    return showBudget(row, desk)
  },
})

export const updateBudget: Route = adminRoute({
  method: 'POST',
  paths: ['/budget/update'],
  access: 'admin',
  summary: 'Changes the given fields of a budget; null clears.',
  tags,
  example: { budget_id: 'small', max_budget: 20 },
  answer: async (desk) => {
    const values = readBody(desk.call, fields)
    const id = values.budget_id
    if (id === undefined || id === null) throw refused('budget_id is missing: the budget to change', 'budget_id')
    const columns = { ...budgetColumns(values, desk), ...more(values) }
    const row = await desk.store.connection.transaction(async (db) => {
      const before = await budgetBy(db, id)
      const changed = await changeBudget(db, id, { ...columns, updatedBy: desk.by }, new Date(desk.now))
      if (changed !== undefined)
        await audit(desk, db, {
          action: 'updated',
          table,
          id,
          before: before && showBudget(before, desk),
          after: showBudget(changed, desk),
        })
      return changed
    })
    return told(desk, row, id)
  },
})

export const budgetInfo: Route = adminRoute({
  method: 'POST',
  paths: ['/budget/info'],
  access: 'admin-read',
  summary: 'Shows budgets by their ids.',
  tags,
  example: { budgets: ['small'] },
  answer: async (desk) => {
    const { budgets: ids } = readBody(desk.call, { budgets: { is: 'texts', required: true } })
    if (ids.length === 0) throw refused('budgets is empty: name at least one budget_id', 'budgets')
    return (await budgetsBy(desk.db, ids)).map((row) => showBudget(row, desk))
  },
})

export const budgetList: Route = adminRoute({
  method: 'GET',
  paths: ['/budget/list'],
  access: 'admin-read',
  summary: 'Shows all budgets, newest first.',
  tags,
  answer: async (desk) => (await listBudgets(desk.db, mostRows)).map((row) => showBudget(row, desk)),
})

export const removeBudget: Route = adminRoute({
  method: 'POST',
  paths: ['/budget/delete'],
  access: 'admin',
  summary: 'Deletes a budget; what had it has none then.',
  tags,
  example: { id: 'small' },
  answer: async (desk) => {
    const { id } = readBody(desk.call, { id: { is: 'id', required: true } })
    const row = await desk.store.connection.transaction(async (db) => {
      const deleted = await deleteBudget(db, id)
      if (deleted !== undefined) await audit(desk, db, { action: 'deleted', table, id, before: showBudget(deleted, desk) })
      return deleted
    })
    return told(desk, row, id)
  },
})

/** What a form that edits budgets shows: LiteLLM's names of fields and types. */
const settings: readonly (readonly [name: keyof typeof shownTypes, about: string])[] = [
  ['max_budget', 'Most US dollars until the budget starts anew.'],
  ['soft_budget', 'US dollars from which an alert is sent; calls go on.'],
  ['budget_duration', 'How long it lasts, such as "30d".'],
  ['max_parallel_requests', 'Most requests at a time.'],
  ['tpm_limit', 'Most tokens per minute.'],
  ['rpm_limit', 'Most requests per minute.'],
]
const shownTypes = {
  max_budget: 'Float',
  soft_budget: 'Float',
  budget_duration: 'String',
  max_parallel_requests: 'Integer',
  tpm_limit: 'Integer',
  rpm_limit: 'Integer',
} as const

export const budgetSettings: Route = adminRoute({
  method: 'GET',
  paths: ['/budget/settings'],
  access: 'admin-read',
  summary: 'Shows the fields of a budget with their values, for a form.',
  tags,
  query: [{ name: 'budget_id', about: 'The budget.', type: 'string' }],
  answer: async (desk) => {
    const { budget_id: id } = readQuery(desk.call, { budget_id: { is: 'id', required: true } })
    const row = await budgetBy(desk.db, id)
    if (row === undefined) throw noSuch('budget', id, 'budget_id')
    const shown = showBudget(row, desk)
    return settings.map(([name, about]) => ({
      field_name: name,
      field_type: shownTypes[name],
      field_description: about,
      field_value: shown[name] ?? null,
      stored_in_db: shown[name] !== null,
    }))
  },
})

function more(values: { readonly budget_reset_at?: Date | null | undefined; readonly allowed_models?: readonly string[] | null }) {
  return defined({
    budgetResetAt: values.budget_reset_at,
    allowedModels: values.allowed_models === undefined ? undefined : [...(values.allowed_models ?? [])],
  })
}

async function told(desk: Desk, row: BudgetRow | undefined, id: string): Promise<JsonObject> {
  if (row === undefined) throw noSuch('budget', id, 'budget_id')
  await desk.store.tell({ kind: 'budget', id })
  return showBudget(row, desk)
}
