/** The databases that store suites run on: the embedded one, and PostgreSQL where there is one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { Connection } from '../../../src/gateway/store/connection.js'
import { openEmbedded } from '../../../src/gateway/store/embedded.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { openPostgres } from '../../../src/gateway/store/postgres.js'
import { createDatabase, testDatabase } from '../../support/postgres.js'

/** A database of one suite alone, and how to be rid of it. */
export type Opened = { readonly connection: Connection; close(): Promise<void> }

export type DatabaseKind = {
  readonly kind: Connection['kind']
  readonly isThere: boolean
  /** As a gateway opens it: where the package was built, the embedded one has its tables already. */
  open(): Promise<Opened>
  /** Without a table. */
  openEmpty(): Promise<Opened>
}

/** A database with all migrations for the tests of one `describe`, which are asked for it when they run. */
export function useDatabase(open: DatabaseKind['open']): () => Connection {
  let opened: Opened | undefined
  beforeAll(async () => {
    opened = await open()
    await migrate(opened.connection)
  })
  afterAll(async () => {
    await opened?.close()
  })
  return () => {
    if (opened === undefined) throw new Error('the database is asked for before the tests run')
    return opened.connection
  }
}

const serverUrl = process.env[testDatabase]

export const databases: readonly DatabaseKind[] = [
  {
    kind: 'embedded',
    isThere: true,
    open: async () => {
      const scratch = mkdtempSync(join(tmpdir(), 'llmgen-db-'))
      const connection = await openEmbedded(join(scratch, 'db'))
      return {
        connection,
        close: async () => {
          await connection.close()
          rmSync(scratch, { recursive: true, force: true })
        },
      }
    },
    openEmpty: async () => {
      const connection = await openEmbedded(undefined)
      return { connection, close: () => connection.close() }
    },
  },
  { kind: 'postgres', isThere: Boolean(serverUrl), open: openDatabase, openEmpty: openDatabase },
]

async function openDatabase(): Promise<Opened> {
  const database = await createDatabase(serverUrl ?? '')
  const connection = await openPostgres(database.url, () => {})
  return {
    connection,
    close: async () => {
      await connection.close()
      await database.drop()
    },
  }
}
