/** Members of declared teams. Those who were added at run time stay; those who are declared no more go, unless keys of theirs are in the way. */
import { defined } from '../admin/admin-route.js'
import { budgetFor } from '../admin/member-change.js'
import { reattach } from '../admin/own-budget.js'
import { belongingsOfUser, type Ledger } from '../store/declared-rows.js'
import { addMember, changeMember, type Member, membersOf, removeMember } from '../store/team-members.js'
import type { TeamRow } from '../store/teams.js'
import type { Declared } from './declarations.js'
import { type MemberDeclared, withGone } from './declared-fields.js'
import { differing } from './differing.js'
import { author, type Outcome, type Seeding } from './seeding.js'

type Kept = readonly [key: string, fields: readonly string[]]

/** The members of a team that were declared last time, by user, with their places in the ledger. */
export function declaredMembers(ledger: Ledger, teamId: string): ReadonlyMap<string, Kept> {
  const start = `${JSON.stringify(teamId)} `
  const own = [...(ledger.members ?? [])].filter(([key]) => key.startsWith(start))
  return new Map(own.map(([key, fields]) => [key.slice(start.length), [key, fields]]))
}

function placeOf(teamId: string, userId: string): string {
  return `${JSON.stringify(teamId)} ${userId}`
}

/** `changed` where one of them was not as declared. */
export async function seedMembers(seeding: Seeding, team: TeamRow, { values, label }: Declared<'teams'>): Promise<Outcome> {
  const { db, ledger, next, tally } = seeding
  const formerly = declaredMembers(ledger, team.teamId)
  if (values.members === undefined && formerly.size === 0) return 'kept'
  const rows = new Map((await membersOf(db, { teamIds: [team.teamId] })).map((row) => [row.member.userId, row]))
  const declared = new Map((values.members ?? []).map((member) => [member.values.user_id, member]))
  let outcome: Outcome = 'kept'
  for (const [userId, member] of declared) {
    if (await seedMember(seeding, team, member, rows.get(userId))) outcome = 'changed'
    next.members?.set(placeOf(team.teamId, userId), member.fields)
  }
  for (const [userId, [key]] of formerly) {
    if (declared.has(userId)) continue
    if (!rows.has(userId)) {
      next.members?.delete(key)
      continue
    }
    const { keys } = await belongingsOfUser(db, userId, team.teamId)
    if (keys > 0) {
      tally.warnings.push(`${label} keeps its member "${userId}", who is no longer declared: ${keys} of their keys are in it`)
      continue
    }
    next.members?.delete(key)
    await removeMember(db, team.teamId, userId, { by: author, changedBy: undefined })
    outcome = 'changed'
  }
  return outcome
}

/** True where something was written. */
async function seedMember(seeding: Seeding, team: TeamRow, member: MemberDeclared, before: Member | undefined): Promise<boolean> {
  const { db, desk, ledger } = seeding
  const userId = member.values.user_id
  const formerly = before && ledger.members?.get(placeOf(team.teamId, userId))
  const values = withGone(member.values, member.fields, formerly)
  const columns = defined({ role: values.role ?? undefined, tpmLimit: values.tpm_limit, rpmLimit: values.rpm_limit })
  if (before === undefined) {
    const budget = await budgetFor(desk, db, team, defined({ max_budget_in_team: values.max_budget_in_team }))
    await addMember(db, { teamId: team.teamId, userId, ...columns, ...budget })
    return true
  }
  const changes = { ...differing(columns, before.member), ...(await budgetChange(seeding, values.max_budget_in_team, before)) }
  const isBudget = isOtherBudget(values.max_budget_in_team, before)
  if (Object.keys(changes).length > 0) await changeMember(db, team.teamId, userId, changes)
  return isBudget || Object.keys(changes).length > 0
}

function isOtherBudget(amount: number | null | undefined, { budget }: Member): boolean {
  if (amount === undefined || (amount === null && budget === undefined)) return false
  return amount === null ? budget?.maxBudget != null : budget?.maxBudget == null || Number(budget.maxBudget) !== amount
}

/** The budget row of a member whose declared budget is another one; a row that they have is changed itself. */
async function budgetChange({ db, desk }: Seeding, amount: number | null | undefined, before: Member) {
  if (amount === undefined || !isOtherBudget(amount, before)) return undefined
  return reattach(desk, db, before.budget, undefined, { max_budget: amount })
}
