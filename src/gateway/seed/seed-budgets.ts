/** Declared budgets. */
import { defined } from '../admin/admin-route.js'
import { budgetColumns } from '../admin/limit-fields.js'
import { addBudget, type BudgetRow, budgetsBy, changeBudget, deleteBudget } from '../store/budgets.js'
import { holdersOfBudget } from '../store/declared-rows.js'
import type { Declarations, Declared } from './declarations.js'
import { withGone } from './declared-fields.js'
import { differing, keepsRound } from './differing.js'
import { author, type Outcome, remember, type Seeding, settle } from './seeding.js'

export async function seedBudgets(seeding: Seeding, { budgets = [] }: Declarations): Promise<void> {
  const rows = await budgetsBy(
    seeding.db,
    budgets.map(({ id }) => id),
  )
  const known = new Map(rows.map((row) => [row.budgetId, row]))
  for (const budget of budgets) {
    const { id, label, fields } = budget
    remember(seeding, 'budgets', id)
    await settle(seeding, { label, change: { kind: 'budget', id } }, async () => {
      const outcome = await seedBudget(seeding, budget, known.get(id))
      seeding.next.budgets?.set(id, fields)
      return outcome
    })
  }
}

async function seedBudget({ db, desk, ledger }: Seeding, budget: Declared<'budgets'>, before: BudgetRow | undefined): Promise<Outcome> {
  const { id, fields } = budget
  const values = withGone(budget.values, fields, before && ledger.budgets?.get(id))
  const { allowed_models: allowed } = values
  const columns = keepsRound(
    { ...budgetColumns(values, desk), ...defined({ allowedModels: allowed === undefined ? undefined : [...(allowed ?? [])] }) },
    before,
  )
  if (before === undefined) {
    await addBudget(db, { budgetId: id, ...columns, createdBy: author, updatedBy: author })
    return 'made'
  }
  const changes = differing(columns, before)
  if (Object.keys(changes).length === 0) return 'kept'
  await changeBudget(db, id, { ...changes, updatedBy: author }, new Date(desk.now))
  return 'changed'
}

/** Takes away those that were declared and are no more; one that something still has stays. */
export async function removeBudgets(seeding: Seeding, { budgets, leftOut }: Declarations): Promise<void> {
  const { db, ledger, next, tally } = seeding
  const declared = new Set(budgets?.map(({ id }) => id))
  for (const [id, fields] of ledger.budgets ?? []) {
    if (declared.has(id)) continue
    const label = `the budget "${id}"`
    const holders = leftOut.budgets.has(id) ? 0 : await holdersOfBudget(db, id)
    if (budgets === undefined || leftOut.budgets.has(id) || holders > 0) {
      next.budgets?.set(id, fields)
      if (holders > 0 && budgets !== undefined)
        tally.warnings.push(`${label} is no longer declared and stays: ${holders} ${holders === 1 ? 'row has' : 'rows have'} it`)
      continue
    }
    if ((await deleteBudget(db, id)) === undefined) continue
    tally.removed.push(label)
    tally.changes.push({ kind: 'budget', id })
  }
}
