/** Sessions of a PostgreSQL that end by themselves: whoever uses one hears of it, and the process goes on. */
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { openPostgres } from '../../../src/gateway/store/postgres.js'
import { createDatabase, testDatabase } from '../../support/postgres.js'

describe.skipIf(!process.env[testDatabase])('a session that is cut off', () => {
  test('between two statements of a transaction ends that transaction, and nothing else', async () => {
    const database = await createDatabase(process.env[testDatabase] ?? '')
    const troubles: string[] = []
    const connection = await openPostgres(database.url, (message) => troubles.push(message))
    const cutOff = connection.transaction(async (db) => {
      const { rows } = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
      const gone = async () => {
        const others = await connection.db.execute(sql`select 1 from pg_stat_activity where pid = ${rows[0]?.pid}`)
        return others.rows.length
      }
      await connection.db.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`)
      await expect.poll(gone, { timeout: 10_000, interval: 20 }).toBe(0)
      await db.execute(sql`select 1`)
    })
    await expect(cutOff).rejects.toThrow()
    const { rows } = await connection.transaction((db) => db.execute(sql`select 1 as one`))
    expect(rows).toEqual([{ one: 1 }])
    await connection.close()
    await database.drop()
  })
})
