/** The databases that store suites run on: the embedded one, and PostgreSQL where there is one. */

import type { Connection } from '../../../src/gateway/store/connection.js'
import { openEmbedded } from '../../../src/gateway/store/embedded.js'
import { openPostgres } from '../../../src/gateway/store/postgres.js'
import { createDatabase } from '../../support/postgres.js'

/** An empty database, and how to be rid of it. */
export type Opened = { readonly connection: Connection; close(): Promise<void> }

export type DatabaseKind = { readonly kind: Connection['kind']; readonly isThere: boolean; open(): Promise<Opened> }

const serverUrl = process.env.DATABASE_URL

export const databases: readonly DatabaseKind[] = [
  {
    kind: 'embedded',
    isThere: true,
    open: async () => {
      const connection = await openEmbedded(undefined)
      return { connection, close: () => connection.close() }
    },
  },
  {
    kind: 'postgres',
    isThere: Boolean(serverUrl),
    open: async () => {
      const database = await createDatabase(serverUrl ?? '')
      const connection = await openPostgres(database.url, () => {})
      return {
        connection,
        close: async () => {
          await connection.close()
          await database.drop()
        },
      }
    },
  },
]
