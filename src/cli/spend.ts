/** `llmgen spend reconcile`: holds the sums of the spend log against its rows. */
import { pendingMigrations, shippedMigrations } from '../gateway/store/migrate.js'
import { type Reconciled, reconcileSpend, type SpendDifference, type Sums } from '../gateway/store/reconcile.js'
import { type ExitCode, exitCode, Stop } from './exit.js'
import { findStore, type StoreFlags, withStore } from './store-place.js'
import type { Terminal } from './terminal.js'
import { type Column, textTable } from './text-table.js'

export type ReconcileFlags = StoreFlags & {
  readonly from?: string
  readonly to?: string
  readonly repair?: boolean
  readonly json?: boolean
}

/** Most differences of a table for people. */
const mostShown = 50

/** Exit 1 where there are differences that were not put right, 3 where the database cannot be reached. */
export async function reconcile(flags: ReconcileFlags, terminal: Terminal): Promise<ExitCode> {
  const terms = {
    from: readDay('--from', flags.from),
    to: readDay('--to', flags.to),
    repair: flags.repair === true ? 'days' : 'nothing',
  } as const
  if (terms.from !== undefined && terms.to !== undefined && terms.from > terms.to)
    throw new Stop(exitCode.misuse, `--from ${terms.from} is after --to ${terms.to}`)
  const place = findStore(flags, terminal)
  if (place.kind === 'embedded' && !place.isThere)
    throw new Stop(
      exitCode.io,
      `there is no embedded database in ${place.folder}: name it with --data-folder, or a PostgreSQL with --database-url`,
    )
  const found = await withStore(place, terminal, async (connection) => {
    if ((await pendingMigrations(connection.db, shippedMigrations())).length > 0)
      throw new Stop(exitCode.problems, `${place.name} does not have the schema of this version: run \`llmgen db migrate\` first`)
    return reconcileSpend(connection, terms)
  })
  if (flags.json === true) terminal.out(`${JSON.stringify(found, undefined, 2)}\n`)
  else show(found, terminal)
  if (flags.silent !== true && flags.json !== true) terminal.err(`${summary(found)}\n`)
  return found.found > found.repaired ? exitCode.problems : exitCode.clean
}

/** A day of the calendar, or exit 2. */
function readDay(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  // 31 February is read as a day of March
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw new Stop(exitCode.misuse, `${option} needs a day such as 2026-02-14, not "${text}"`)
  return text
}

type Row = { readonly table: string; readonly of: string; readonly column: string; readonly kept: string; readonly counted: string }

const columns: readonly Column<Row>[] = [
  { title: 'table', cell: ({ table }) => table },
  { title: 'of', cell: ({ of }) => of },
  { title: 'column', cell: ({ column }) => column },
  { title: 'kept', cell: ({ kept }) => kept, align: 'right' },
  { title: 'rows say', cell: ({ counted }) => counted, align: 'right' },
]

function show({ differences, found }: Reconciled, terminal: Terminal): void {
  if (differences.length === 0) return
  for (const line of textTable(differences.slice(0, mostShown).flatMap(rowsOf), columns)) terminal.out(`${line}\n`)
  if (found > mostShown) terminal.out(`… and ${found - mostShown} more; --json lists them\n`)
}

/** One row for each column that differs. */
function rowsOf({ table, of, kept, counted }: SpendDifference): readonly Row[] {
  const which = Object.entries(of)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => (name === 'date' ? value : `${name}=${value.length > 20 ? `${value.slice(0, 12)}…` : value}`))
    .join(' ')
  const names = [...new Set([...Object.keys(kept ?? {}), ...Object.keys(counted ?? {})])]
  const value = (sums: Sums | null, name: string) => sums?.[name] ?? 'none'
  return names
    .filter((name) => value(kept, name) !== value(counted, name))
    .map((column) => ({ table, of: which, column, kept: value(kept, column), counted: value(counted, column) }))
}

function summary({ from, to, rows, spend, found, repaired }: Reconciled): string {
  if (from === null || to === null) return 'there is nothing to compare: no request was recorded'
  const what = `${rows} row${rows === 1 ? '' : 's'} of ${from === to ? from : `${from} to ${to}`}, ${spend} US dollars`
  if (found === 0) return `${what}: all sums agree`
  const differ = `${what}: ${found} sum${found === 1 ? '' : 's'} differ${found === 1 ? 's' : ''}`
  if (repaired === 0) return `${differ}; --repair makes those of days anew`
  const left = found - repaired
  return `${differ}, ${repaired} put right${left === 0 ? '' : `; ${left} of keys and their kin are left: they are only told`}`
}
