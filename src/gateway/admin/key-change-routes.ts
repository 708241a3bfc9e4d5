/** `/key/update`, `/key/bulk_update`, `/key/delete`, `/key/block`, `/key/unblock`, `/key/{key}/reset_spend`. */
import { toHash } from '../auth/key-text.js'
import { toProblem } from '../errors.js'
import type { Route } from '../route.js'
import { changeKey, deleteKeys, type KeyRow, keysBy } from '../store/keys.js'
import { adminRoute, audit, noSuch, refused } from './admin-route.js'
import { invalid, readBody, readFields } from './body.js'
import { change, noKey, tellKeys, updateKey } from './key-change.js'
import { keyFields, settled } from './key-fields.js'
import { groundOf } from './key-ground.js'
import { keyOfPath } from './key-make-routes.js'
import { keyTable } from './key-new.js'
import { fullKey, keyRow, noteRotation } from './key-shown.js'
import { type Clock, roundColumns } from './limit-fields.js'
import { current } from './shown.js'
import { isAdmin } from './who-may.js'

const tags = ['keys']
const named = { key: { is: 'id', required: true } } as const

export const changeKeyRoute: Route = adminRoute({
  method: 'POST',
  paths: ['/key/update'],
  access: 'key',
  summary: 'Changes the given fields of a key; null clears, and a duration of "-1" lets it live for ever.',
  tags,
  example: { key: 'sk-…', max_budget: 20 },
  answer: async (desk) => {
    const { key, ...values } = readBody(desk.call, { ...named, ...keyFields })
    const { after } = await updateKey(desk, key, settled(values))
    noteRotation(desk, values.auto_rotate)
    return { ...(await fullKey(desk.db, after, desk, 'with-token')), key }
  },
})

/** As in LiteLLM. */
const mostAtOnce = 500

export const bulkUpdateKeys: Route = adminRoute({
  method: 'POST',
  paths: ['/key/bulk_update'],
  access: 'key',
  summary: 'Changes several keys, each by itself: one that cannot be changed holds up no other.',
  tags,
  example: { keys: [{ key: 'sk-…', max_budget: 20 }] },
  answer: async (desk) => {
    const { keys } = readBody(desk.call, { keys: { is: 'objects', required: true } })
    if (keys.length === 0 || keys.length > mostAtOnce) throw invalid('keys', `must have 1 to ${mostAtOnce} entries`)
    const done: object[] = []
    const failed: object[] = []
    for (const [at, each] of keys.entries()) {
      const { key } = readFields(each, named, `keys.${at}.`)
      try {
        const { after } = await updateKey(desk, key, settled(readFields(each, keyFields, `keys.${at}.`)))
        done.push({ key, key_info: keyRow(after, desk, 'without-token') })
      } catch (error) {
        const problem = toProblem(error)
        if (problem.status >= 500) throw error
        failed.push({ key, key_info: null, failed_reason: problem.message })
      }
    }
    return { total_requested: keys.length, successful_updates: done, failed_updates: failed }
  },
})

export const deleteKeysRoute: Route = adminRoute({
  method: 'POST',
  paths: ['/key/delete'],
  access: 'key',
  summary: 'Deletes keys by value, hash or alias: all of them, or none where one is unknown or not yours.',
  tags,
  example: { key_aliases: ['nightly-job'] },
  answer: async (desk) => {
    const { keys, key_aliases: aliases } = readBody(desk.call, { keys: 'texts', key_aliases: 'texts' })
    const given = [...(keys ?? []), ...(aliases ?? [])]
    if (given.length === 0) throw invalid('keys', 'is missing: name at least one key, there or in key_aliases')
    if (given.length > mostAtOnce) throw invalid('keys', `must have 1 to ${mostAtOnce} entries`)
    const tokens = (keys ?? []).map(toHash)
    const gone = await desk.store.connection.transaction(async (db) => {
      const rows = await keysBy(db, { tokens, aliases: aliases ?? [] })
      const missing = (keys ?? []).find((key) => !rows.some(({ token }) => token === toHash(key)))
      if (missing !== undefined) throw noKey(missing)
      const unknown = (aliases ?? []).filter((alias) => !rows.some(({ keyAlias }) => keyAlias === alias))
      if (unknown.length > 0) throw noSuch('key with the alias', unknown, 'key_aliases')
      if (!isAdmin(desk.identity)) for (const row of rows) await groundOf(db, desk.identity, '/key/delete', row)
      const deleted = await deleteKeys(
        db,
        rows.map(({ token }) => token),
        desk.deleter,
      )
      for (const row of rows)
        await audit(desk, db, { action: 'deleted', table: keyTable, id: row.token, before: keyRow(row, desk, 'with-token') })
      return deleted
    })
    await tellKeys(desk, gone)
    return { deleted_keys: given }
  },
})

export const blockKey: Route = blocking('block', 'Blocks a key: it is refused until it is unblocked.')
export const unblockKey: Route = blocking('unblock', 'Lets a blocked key in again.')

function blocking(how: 'block' | 'unblock', summary: string): Route {
  return adminRoute({
    method: 'POST',
    paths: [`/key/${how}`],
    access: 'key',
    summary,
    tags,
    example: { key: 'sk-…' },
    answer: async (desk) => {
      const { key } = readBody(desk.call, named)
      const changes = { blocked: how === 'block', updatedBy: desk.by }
      const { after } = await change(desk, key, `/key/${how}`, how === 'block' ? 'blocked' : 'unblocked', (db, { token }) =>
        changeKey(db, token, changes),
      )
      return fullKey(desk.db, after, desk, 'with-token')
    },
  })
}

export const resetKeySpend: Route = adminRoute({
  method: 'POST',
  paths: ['/key/:key/reset_spend'],
  access: 'key',
  summary: 'Sets what a key has spent to less than it is.',
  tags,
  example: { reset_to: 0 },
  answer: async (desk) => {
    const { reset_to: amount } = readBody(desk.call, { reset_to: { is: 'money', required: true } })
    const { before, after } = await change(desk, keyOfPath(desk), '/key/{key_id}/reset_spend', 'updated', (db, row) => {
      const spent = spendOf(row, desk)
      if (amount > spent) throw refused(`reset_to is above what the key has spent, ${spent}`, 'reset_to')
      return changeKey(db, row.token, { ...roundColumns({ spend: amount }, row, desk), updatedBy: desk.by })
    })
    const { max_budget = null, budget_reset_at = null } = keyRow(after, desk, 'without-token')
    return { key_hash: after.token, spend: spendOf(after, desk), previous_spend: spendOf(before, desk), max_budget, budget_reset_at }
  },
})

/** Since the budget of the key started anew, US dollars. */
function spendOf(row: KeyRow, clock: Clock): number {
  return Number(current(row, row.budgetDuration, clock).spend)
}
