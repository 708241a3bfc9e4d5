/** Declared keys. One whose hash is new and whose alias is that of a declared key takes over its row: what it has spent stays. */
import { endOf, keyColumns, settled } from '../admin/key-fields.js'
import { keyPrefix } from '../auth/key-text.js'
import { keysFromConfig } from '../store/declared-rows.js'
import { addKey, changeKey, deleteKeys, type KeyRow, keysBy, replaceToken } from '../store/keys.js'
import { usersBy } from '../store/users.js'
import type { Declarations, Declared } from './declarations.js'
import { withGone } from './declared-fields.js'
import { differing, keepsRound } from './differing.js'
import { author, type Outcome, remember, type Seeding, settle } from './seeding.js'

export async function seedKeys(seeding: Seeding, declarations: Declarations): Promise<void> {
  const { virtual_keys: keys = [] } = declarations
  const { db, next } = seeding
  const known = new Map((await keysBy(db, { tokens: keys.map(({ id }) => id) })).map((row) => [row.token, row]))
  const renewed = await renew(seeding, declarations, known)
  await removeKeys(seeding, declarations)
  await tellUnknownUsers(seeding, keys)
  for (const key of keys) {
    const { id, label, fields } = key
    remember(seeding, 'virtual_keys', id)
    await settle(seeding, { label, change: { kind: 'key', id } }, async () => {
      const outcome = await seedKey(seeding, key, known.get(id))
      next.virtual_keys?.set(id, fields)
      return outcome === 'kept' && renewed.has(id) ? 'changed' : outcome
    })
  }
}

async function seedKey(
  { db, desk, ledger, renamed }: Seeding,
  key: Declared<'virtual_keys'>,
  before: KeyRow | undefined,
): Promise<Outcome> {
  const { id, fields } = key
  const { expires, key_name: name, ...declared } = withGone(key.values, fields, before && (renamed.get(id) ?? ledger.virtual_keys?.get(id)))
  const { duration, ...values } = settled(declared)
  // a lifetime begins when the key was made, not at each start
  const madeAt = before?.createdAt.getTime() ?? desk.now
  const end = expires !== undefined && expires !== null ? expires : duration === undefined ? expires : endOf(duration, madeAt)
  const columns = {
    ...keepsRound(keyColumns(desk, values, before), before),
    ...(end !== undefined && { expires: end }),
    ...(name !== undefined && { keyName: name }),
    fromConfig: true,
  }
  if (before === undefined) {
    await addKey(db, { token: id, keyName: `${keyPrefix}...`, ...columns, createdAt: new Date(desk.now), createdBy: author })
    return 'made'
  }
  const changes = differing(columns, before)
  if (Object.keys(changes).length === 0) return 'kept'
  await changeKey(db, id, { ...changes, updatedBy: author })
  return 'changed'
}

/** Gives rows of the config their new hashes, and says which these are. The old ones end at once. */
async function renew(
  seeding: Seeding,
  { virtual_keys: keys = [] }: Declarations,
  known: Map<string, KeyRow>,
): Promise<ReadonlySet<string>> {
  const { db, desk, ledger, tally } = seeding
  const hashes = new Set(keys.map(({ id }) => id))
  const held = (await keysFromConfig(db)).filter(({ token }) => !hashes.has(token))
  const byAlias = new Map(held.flatMap((row) => (row.keyAlias === null ? [] : [[row.keyAlias, row] as const])))
  const renewed = new Set<string>()
  const now = new Date(desk.now)
  for (const { id, values } of keys) {
    const old = known.has(id) || values.key_alias == null ? undefined : byAlias.get(values.key_alias)
    if (old === undefined) continue
    const next = { token: id, keyName: values.key_name ?? `${keyPrefix}...`, updatedBy: author }
    const row = await replaceToken(db, old.token, next, { now, ends: now })
    if (row === undefined) continue
    known.set(id, row)
    renewed.add(id)
    // what was declared of it is known by its old hash
    const fields = ledger.virtual_keys?.get(old.token)
    if (fields !== undefined) seeding.renamed.set(id, fields)
    tally.changes.push({ kind: 'key', id: old.token })
  }
  return renewed
}

/** Takes away keys of the config that are declared no more: whoever has one is refused from then on. */
async function removeKeys(seeding: Seeding, { virtual_keys: keys, leftOut, hasUnknownKey }: Declarations): Promise<void> {
  const { db, ledger, next, tally } = seeding
  const hashes = new Set(keys?.map(({ id }) => id))
  const gone: KeyRow[] = []
  for (const row of await keysFromConfig(db)) {
    if (hashes.has(row.token)) continue
    const isDeclared = leftOut.virtual_keys.has(row.token) || (row.keyAlias !== null && leftOut.virtual_keys.has(`alias:${row.keyAlias}`))
    if (keys !== undefined && !isDeclared && !hasUnknownKey) gone.push(row)
    else next.virtual_keys?.set(row.token, ledger.virtual_keys?.get(row.token) ?? [])
  }
  if (hasUnknownKey) tally.warnings.push('no key was removed: one that is left out has no alias, so that it may be any of them')
  await deleteKeys(
    db,
    gone.map(({ token }) => token),
    { by: author, changedBy: undefined },
  )
  for (const { token, keyAlias } of gone) {
    tally.removed.push(`the virtual key ${keyAlias === null ? `${token.slice(0, 12)}…` : `"${keyAlias}"`}`)
    tally.changes.push({ kind: 'key', id: token })
  }
}

async function tellUnknownUsers({ db, tally }: Seeding, keys: readonly Declared<'virtual_keys'>[]): Promise<void> {
  const named = new Set(keys.flatMap(({ values }) => values.user_id ?? []))
  const there = new Set((await usersBy(db, [...named])).map(({ userId }) => userId))
  for (const { label, values } of keys)
    if (values.user_id != null && !there.has(values.user_id))
      tally.warnings.push(`${label} has no user: there is no user "${values.user_id}"`)
}
