/** Declared users, and those who are only named as members of declared teams. */
import { userColumns } from '../admin/user-fields.js'
import { belongingsOfUser, ensureUsers, idsFromConfig } from '../store/declared-rows.js'
import { addUser, changeUser, deleteUsers as deleteRows, type UserRow, usersBy } from '../store/users.js'
import type { Declarations, Declared } from './declarations.js'
import { withGone } from './declared-fields.js'
import { differing, keepsRound } from './differing.js'
import { author, type Outcome, remember, type Seeding, settle } from './seeding.js'

export async function seedUsers(seeding: Seeding, declarations: Declarations): Promise<void> {
  const { users = [] } = declarations
  const rows = await usersBy(
    seeding.db,
    users.map(({ id }) => id),
  )
  const known = new Map(rows.map((row) => [row.userId, row]))
  for (const user of users) {
    const { id, label, fields } = user
    remember(seeding, 'users', id)
    await settle(seeding, { label, change: { kind: 'user', id } }, async () => {
      const outcome = await seedUser(seeding, user, known.get(id))
      seeding.next.users?.set(id, fields)
      return outcome
    })
  }
  for (const id of await ensureUsers(seeding.db, namedMembers(declarations), author)) {
    seeding.tally.made.push(`the user "${id}"`)
    seeding.tally.changes.push({ kind: 'user', id })
  }
}

function namedMembers({ teams = [] }: Declarations): readonly string[] {
  return [...new Set(teams.flatMap(({ values }) => (values.members ?? []).map((member) => member.values.user_id)))].sort()
}

async function seedUser({ db, desk, ledger }: Seeding, user: Declared<'users'>, before: UserRow | undefined): Promise<Outcome> {
  const { id, fields } = user
  const values = withGone(user.values, fields, before && ledger.users?.get(id))
  const columns = { ...keepsRound(await userColumns(desk, values, before), before), fromConfig: true }
  if (before === undefined) {
    await addUser(db, { userId: id, ...columns, createdBy: author })
    return 'made'
  }
  const changes = differing(columns, before)
  if (Object.keys(changes).length === 0) return 'kept'
  await changeUser(db, id, { ...changes, updatedBy: author })
  return 'changed'
}

/** Takes away users of the config who are declared no more; who still has a key or is in a team stays. */
export async function removeUsers(seeding: Seeding, declarations: Declarations): Promise<void> {
  const { users, leftOut } = declarations
  const { db, ledger, next, tally } = seeding
  const declared = new Set([...(users ?? []).map(({ id }) => id), ...namedMembers(declarations)])
  for (const id of await idsFromConfig(db, 'users')) {
    if (declared.has(id)) continue
    const fields = ledger.users?.get(id) ?? []
    if (users === undefined || leftOut.users.has(id)) {
      next.users?.set(id, fields)
      continue
    }
    const label = `the user "${id}"`
    const { keys, teams, organizations } = await belongingsOfUser(db, id)
    if (keys + teams + organizations > 0) {
      next.users?.set(id, fields)
      const belongings = `${keys} keys, ${teams} teams and ${organizations} organisations`
      tally.warnings.push(`${label} is no longer declared and stays: ${belongings} have them`)
      continue
    }
    await deleteRows(db, [id], { by: author, changedBy: undefined })
    tally.removed.push(label)
    tally.changes.push({ kind: 'user', id })
  }
}
