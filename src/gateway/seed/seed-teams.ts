/** Declared teams, but for their members. */
import { defined } from '../admin/admin-route.js'
import { budgetColumns } from '../admin/limit-fields.js'
import { checkCeiling, teamColumns } from '../admin/team-fields.js'
import { budgetBy } from '../store/budgets.js'
import { belongingsOfTeam, idsFromConfig } from '../store/declared-rows.js'
import { addTeam, changeTeam, deleteTeams as deleteRows, type TeamRow, teamsBy } from '../store/teams.js'
import type { Declarations, Declared } from './declarations.js'
import { type TeamDeclared, withGone } from './declared-fields.js'
import { differing, keepsRound } from './differing.js'
import { declaredMembers, seedMembers } from './seed-members.js'
import { author, type Outcome, remember, type Seeding, settle } from './seeding.js'

export async function seedTeams(seeding: Seeding, { teams = [] }: Declarations): Promise<void> {
  const rows = await teamsBy(
    seeding.db,
    teams.map(({ id }) => id),
  )
  const known = new Map(rows.map((row) => [row.teamId, row]))
  for (const team of teams) {
    const { id, label, fields } = team
    keep(seeding, id)
    await settle(seeding, { label, change: { kind: 'team', id } }, async () => {
      const { outcome, row } = await seedTeam(seeding, team, known.get(id))
      const members = await seedMembers(seeding, row, team)
      seeding.next.teams?.set(id, fields)
      return outcome === 'kept' && members === 'changed' ? 'changed' : outcome
    })
  }
}

async function seedTeam(
  seeding: Seeding,
  team: Declared<'teams'>,
  before: TeamRow | undefined,
): Promise<{ readonly outcome: Outcome; readonly row: TeamRow }> {
  const { db, desk, ledger } = seeding
  const { id, fields } = team
  const { members: _members, ...declared } = team.values
  const values = withGone(declared, fields, before && ledger.teams?.get(id))
  const columns = {
    ...keepsRound(await teamColumns(desk, db, await withoutSameBudget(seeding, values, before), before), before),
    fromConfig: true,
  }
  await checkCeiling(db, { ...before, ...columns })
  if (before === undefined) return { outcome: 'made', row: await addTeam(db, { teamId: id, ...columns, createdBy: author }) }
  const changes = differing(columns, before)
  if (Object.keys(changes).length === 0) return { outcome: 'kept', row: before }
  const row = await changeTeam(db, id, { ...changes, updatedBy: author })
  return { outcome: 'changed', row: row ?? before }
}

/** The values without the budget of members, where that is as it is declared: it would be written anew. */
async function withoutSameBudget({ db, desk }: Seeding, values: TeamDeclared, before: TeamRow | undefined): Promise<TeamDeclared> {
  const { team_member_budget: amount, team_member_budget_duration: duration, ...more } = values
  const { team_member_rpm_limit: rpm, team_member_tpm_limit: tpm, ...others } = more
  const own = defined({ max_budget: amount, budget_duration: duration, rpm_limit: rpm, tpm_limit: tpm })
  const held = before?.teamMemberBudgetId == null ? undefined : await budgetBy(db, before.teamMemberBudgetId)
  const changes = differing(keepsRound(budgetColumns(own, desk), held), held ?? {})
  return Object.keys(changes).length === 0 ? others : values
}

/** Takes away teams of the config that are declared no more; one that still has keys, or members of its own, stays. */
export async function removeTeams(seeding: Seeding, { teams, leftOut }: Declarations): Promise<void> {
  const { db, ledger, tally } = seeding
  const declared = new Set(teams?.map(({ id }) => id))
  for (const id of await idsFromConfig(db, 'teams')) {
    if (declared.has(id)) continue
    if (teams === undefined || leftOut.teams.has(id)) {
      keep(seeding, id)
      continue
    }
    const label = `the team "${id}"`
    const { keys, members } = await belongingsOfTeam(db, id)
    const ours = declaredMembers(ledger, id)
    const others = members.filter((member) => !ours.has(member)).length
    if (keys + others > 0) {
      keep(seeding, id)
      tally.warnings.push(`${label} is no longer declared and stays: it has ${keys} keys, and ${others} members who were added at run time`)
      continue
    }
    await deleteRows(db, [id], { by: author, changedBy: undefined })
    tally.removed.push(label)
    tally.changes.push({ kind: 'team', id })
  }
}

/** What was declared of it still counts, unless it is written anew. */
function keep(seeding: Seeding, id: string): void {
  remember(seeding, 'teams', id)
  for (const [key, fields] of declaredMembers(seeding.ledger, id).values()) seeding.next.members?.set(key, fields)
}
