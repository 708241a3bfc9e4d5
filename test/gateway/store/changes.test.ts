/** Changes are heard by every instance. */
import { sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import type { Changed } from '../../../src/gateway/row-memory.js'
import { followChanges } from '../../../src/gateway/store/changes.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { openPostgres } from '../../../src/gateway/store/postgres.js'
import { createDatabase, startPostgres, testDatabase } from '../../support/postgres.js'
import { databases } from './databases.js'

const generous = { timeout: 15_000, interval: 20 }
const change: Changed = { kind: 'key', id: 'a' }

describe.each(databases)('$kind', ({ isThere, open }) => {
  test.skipIf(!isThere)('an instance hears its own changes at once', async () => {
    const { connection, close } = await open()
    await migrate(connection)
    const heard: Changed[] = []
    const changes = await followChanges(connection, (each) => heard.push(each))
    heard.length = 0
    const telling = changes.tell(change)
    expect(heard).toEqual([change])
    await telling
    await changes.close()
    await close()
  })
})

const serverUrl = process.env[testDatabase]

describe.skipIf(!serverUrl)('two instances on one PostgreSQL', () => {
  test('hear each other, also what they cannot read, or what is too long to tell', async () => {
    const database = await createDatabase(serverUrl ?? '')
    const [one, two] = await Promise.all([openPostgres(database.url, () => {}), openPostgres(database.url, () => {})])
    await migrate(one)
    const heard: Changed[] = []
    const listening = await followChanges(two, (each) => heard.push(each))
    // what was told before it listened may have been missed
    await vi.waitFor(() => expect(heard).toEqual([{ kind: 'all', id: '' }]), generous)
    heard.length = 0
    const telling = await followChanges(one, () => {})
    await telling.tell(change)
    await one.db.execute(sql`select pg_notify('llmgen_changes', 'from another version')`)
    await telling.tell({ kind: 'user', id: 'u'.repeat(9_000) })
    await vi.waitFor(() => expect(heard).toEqual([change, { kind: 'all', id: '' }, { kind: 'all', id: '' }]), generous)
    await Promise.all([listening.close(), telling.close()])
    await Promise.all([one.close(), two.close()])
    await database.drop()
  })
})

describe.skipIf(!serverUrl)('a PostgreSQL whose notifications do not come', () => {
  test('is asked for a number that every change raises', async () => {
    const database = await createDatabase(serverUrl ?? '')
    const [one, two] = await Promise.all([openPostgres(database.url, () => {}), openPostgres(database.url, () => {})])
    await migrate(one)
    const heard: Changed[] = []
    const polling = await followChanges(two, (each) => heard.push(each), { pollsAlways: true })
    await vi.waitFor(() => expect(heard).toEqual([{ kind: 'all', id: '' }]), generous)
    heard.length = 0
    const telling = await followChanges(one, () => {})
    for (const id of ['a', 'b']) {
      await telling.tell({ kind: 'key', id })
      await vi.waitFor(() => expect(heard).toEqual([{ kind: 'all', id: '' }]), generous)
      heard.length = 0
    }
    await Promise.all([polling.close(), telling.close()])
    await Promise.all([one.close(), two.close()])
    await database.drop()
  })
})

describe.skipIf(!serverUrl)('a PostgreSQL that goes away', () => {
  test('is listened to again, and everything counts as changed; queries fail and work again', async () => {
    const server = await startPostgres()
    if (server === undefined) throw new Error('there is a database, and no program to start another server')
    const troubles: string[] = []
    const connection = await openPostgres(server.url, (trouble) => troubles.push(trouble))
    await migrate(connection)
    const heard: Changed[] = []
    const changes = await followChanges(connection, (each) => heard.push(each))
    await connection.db.execute(sql`select 1`)
    await server.kill()
    await expect(connection.db.execute(sql`select 1`)).rejects.toThrow()
    // whoever cannot listen knows nothing any more
    await vi.waitFor(() => expect(heard.at(-1)).toEqual({ kind: 'all', id: '' }), generous)
    heard.length = 0
    await server.restart()
    await vi.waitFor(() => expect(heard).toEqual([{ kind: 'all', id: '' }]), generous)
    await changes.tell(change)
    expect(heard.at(-1)).toEqual(change)
    await connection.db.execute(sql`select 1`)
    expect(troubles.length).toBeGreaterThan(0)
    await changes.close()
    await connection.close()
    await server.stop()
  })
})
