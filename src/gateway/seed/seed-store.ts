/** Brings the store to what the config declares of keys, teams, users and budgets: all of it or nothing, and nothing where all is so already. */
import type { GatewayLog } from '../log.js'
import type { AdminStore } from '../store/admin-store.js'
import { type Ledger, lockSeeding, readLedger, writeLedger } from '../store/declared-rows.js'
import { type Declarations, declaresSomething, readDeclarations, type Sources } from './declarations.js'
import { type Section, sections } from './declared-fields.js'
import { differing } from './differing.js'
import { removeBudgets, seedBudgets } from './seed-budgets.js'
import { seedKeys } from './seed-keys.js'
import { removeTeams, seedTeams } from './seed-teams.js'
import { removeUsers, seedUsers } from './seed-users.js'
import { author, newTally, type Seeding, type Tally } from './seeding.js'

/** What a seeding is done with. */
export type SeedTerms = Sources & {
  /** Milliseconds since 1970. */
  readonly now: number
  /** Zone in which the days of budgets begin. Default UTC. */
  readonly timeZone?: string
  readonly log: GatewayLog
}

/** Names of what was made, changed and removed, how much was so already, and what was left out and why. */
export type Seeded = Pick<Tally, 'made' | 'changed' | 'removed' | 'kept' | 'warnings'>

/**
 * Seeds, in one transaction that other instances wait for. A field that is declared wins over what was changed at run time; all
 * others stay, spend above all. What is declared no more is removed: keys at once, the rest when nothing belongs to it. Rows
 * that the config never declared are not touched, nor is anything of a section that the config does not have. Rejects with
 * what the database says where it cannot be asked.
 */
export async function seedStore({ connection, tell }: AdminStore, terms: SeedTerms): Promise<Seeded> {
  const declarations = readDeclarations(terms)
  const tally = await connection.transaction(async (db) => {
    await lockSeeding(db)
    const ledger = await readLedger(db)
    if (Object.keys(ledger).length === 0 && !declaresSomething(terms.plan)) return newTally()
    const next = Object.fromEntries([...sections, 'members'].map((section) => [section, new Map<string, readonly string[]>()]))
    const seeding: Seeding = {
      db,
      desk: { now: terms.now, timeZone: terms.timeZone ?? 'UTC', by: author },
      ledger,
      next,
      renamed: new Map(),
      tally: newTally(),
    }
    seeding.tally.warnings.push(...declarations.troubles, ...withoutMasterKey(terms, declarations))
    await seedAll(seeding, declarations)
    tellAbsent(seeding, declarations)
    if (Object.keys(differing(shown(next), shown(ledger))).length > 0) await writeLedger(db, next)
    return seeding.tally
  })
  await tellChanges(tell, tally)
  report(tally, terms.log)
  return tally
}

async function seedAll(seeding: Seeding, declarations: Declarations): Promise<void> {
  await seedBudgets(seeding, declarations)
  await seedUsers(seeding, declarations)
  await seedTeams(seeding, declarations)
  await seedKeys(seeding, declarations)
  // in the opposite order: what belongs to something goes before it
  await removeTeams(seeding, declarations)
  await removeUsers(seeding, declarations)
  await removeBudgets(seeding, declarations)
}

/** Where everybody passes, nobody is asked who they are. */
function withoutMasterKey({ masterKey }: SeedTerms, { virtual_keys: keys = [] }: Declarations): readonly string[] {
  if (masterKey !== undefined || keys.length === 0) return []
  return ['there is no master key, so that every caller passes and no virtual key counts: set general_settings.master_key']
}

function shown(ledger: Ledger): { readonly [section: string]: object } {
  return Object.fromEntries(Object.entries(ledger).map(([section, ids]) => [section, Object.fromEntries(ids)]))
}

/** A section that is gone may be a slip: what it declared stays, and that is said. */
function tellAbsent({ ledger, tally }: Seeding, declarations: Declarations): void {
  for (const section of sections) {
    const count = ledger[section]?.size ?? 0
    if (declarations[section] !== undefined || count === 0) continue
    const what = `${count} ${count === 1 ? names[section][0] : names[section][1]}`
    tally.warnings.push(`the config has no \`${section}\` any more: ${what} of it stay. \`${section}: []\` removes them`)
  }
}

const names = {
  budgets: ['budget', 'budgets'],
  users: ['user', 'users'],
  teams: ['team', 'teams'],
  virtual_keys: ['key', 'keys'],
} as const satisfies { readonly [S in Section]: readonly [string, string] }

/** More than this are told as one change of everything. */
const mostTold = 50

async function tellChanges(tell: AdminStore['tell'], { changes }: Tally): Promise<void> {
  if (changes.length > mostTold) return tell({ kind: 'all', id: '' })
  for (const change of changes) await tell(change)
}

function report({ made, changed, removed, kept, warnings }: Tally, log: GatewayLog): void {
  for (const warning of warnings) log.warn({}, `declared in the config: ${warning}`)
  if (made.length + changed.length + removed.length === 0) return
  const counts = { made: made.length, changed: changed.length, removed: removed.length, kept }
  const told = [...listed('made', made), ...listed('changed', changed), ...listed('removed', removed)]
  log.info(counts, `the store was brought to what the config declares: ${told.join('; ')}`)
}

/** Most names in one line of the log. */
const mostNamed = 20

function listed(what: string, labels: readonly string[]): readonly string[] {
  if (labels.length === 0) return []
  const more = labels.length > mostNamed ? ` and ${labels.length - mostNamed} more` : ''
  return [`${what} ${labels.slice(0, mostNamed).join(', ')}${more}`]
}
