/** Keys as their routes show them: the row, what is kept in the metadata beside it, and the budget that it takes limits from. */
import { keyName, keyPrefix } from '../auth/key-text.js'
import { noteHeader } from '../seed/comes-back.js'
import { budgetBy } from '../store/budgets.js'
import type { Db } from '../store/connection.js'
import type { KeyRow } from '../store/keys.js'
import type { JsonObject } from '../store/tables.js'
import type { Desk } from './admin-route.js'
import { metadataNames } from './key-fields.js'
import type { Clock } from './limit-fields.js'
import { showBudget, showKey } from './shown.js'

/** The row. Members that LiteLLM keeps in the metadata stand beside the columns, too; null where the key has none. */
export function keyRow(key: KeyRow, clock: Clock, token: 'with-token' | 'without-token'): JsonObject {
  const beside = metadataNames.map((name) => [name, Object.hasOwn(key.metadata, name) ? (key.metadata[name] ?? null) : null] as const)
  return { ...showKey(key, clock, token === 'with-token'), ...Object.fromEntries(beside) }
}

/** The same with its budget row. */
export async function fullKey(db: Db, key: KeyRow, clock: Clock, token: 'with-token' | 'without-token'): Promise<JsonObject> {
  const budget = key.budgetId === null ? undefined : await budgetBy(db, key.budgetId)
  return { ...keyRow(key, clock, token), litellm_budget_table: budget === undefined ? null : showBudget(budget, clock) }
}

/** Says beside an answer that nothing rotates the key by itself: the new value could be told nobody, since none is kept in clear. */
export function noteRotation({ call }: Pick<Desk, 'call'>, autoRotate: boolean | null | undefined): void {
  if (autoRotate !== true) return
  call.reply.header(noteHeader, 'auto_rotate is kept, and key_rotation_at says when it is due: /key/regenerate gives the key its new value')
}

/** A key as a message may name it: its hash, or so much of the key that its owner knows it. What is neither may be anything. */
export function nameable(keyOrHash: string): string {
  if (/^[0-9a-f]{64}$/.test(keyOrHash)) return keyOrHash
  return keyOrHash.startsWith(keyPrefix) && keyOrHash.length > 15 ? keyName(keyOrHash) : `${keyPrefix}...`
}
