/** What of a declaration is not yet so in the row: the rest is left alone, so that a start without news writes nothing. */

type Columns = { readonly [column: string]: unknown }

/** The columns whose values are others than the row's. Undefined says nothing; who changed a row last is no difference. */
export function differing<C extends object>(columns: C, row: object): Partial<C> {
  const held = row as Columns // rows are plain records of columns
  const changed = Object.entries(columns).filter(
    ([name, value]) => value !== undefined && name !== 'updatedBy' && canonical(value) !== canonical(held[name]),
  )
  // a part of the columns
  return Object.fromEntries(changed) as Partial<C>
}

/** Text that is the same for the same value, in whatever order the database keeps its members. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}

type Budgeted = { readonly budgetDuration?: string | null; readonly budgetResetAt?: Date | null; readonly spend?: string | null }

/** The columns without a new round for a budget that goes on as it is: whoever reads it decides when that begins. */
export function keepsRound<C extends Budgeted>(columns: C, before: Budgeted | undefined): C {
  const { budgetResetAt, spend, ...others } = columns
  const isSame = before?.budgetResetAt != null && before.budgetDuration === columns.budgetDuration
  // without members that may be absent; spend is never declared
  return isSame ? (others as C) : columns
}
