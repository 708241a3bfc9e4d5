/** A record of who changed what. */
import { randomUUID } from 'node:crypto'
import type { Db } from './connection.js'
import { auditLog, type JsonObject } from './tables.js'

export type Audit = {
  readonly action: 'created' | 'updated' | 'deleted' | 'blocked' | 'unblocked'
  /** LiteLLM's name of the table, such as `LiteLLM_TeamTable`. */
  readonly table: string
  readonly id: string
  readonly before?: JsonObject | undefined
  readonly after?: JsonObject | undefined
  /** Who it was done for: what `litellm-changed-by` says, else the user of the key. */
  readonly changedBy: string
  /** Hash of the key. */
  readonly keyHash: string
}

export async function addAudit(db: Db, { action, table, id, before, after, changedBy, keyHash }: Audit): Promise<void> {
  await db.insert(auditLog).values({
    id: randomUUID(),
    changedBy,
    changedByApiKey: keyHash,
    action,
    tableName: table,
    objectId: id,
    beforeValue: before ?? null,
    updatedValues: after ?? null,
  })
}
