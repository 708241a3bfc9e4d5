/** What every database of the store does, whichever it is. */
import { sql } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Migration, migrate, pendingMigrations, shippedMigrations } from '../../../src/gateway/store/migrate.js'
import * as tables from '../../../src/gateway/store/tables.js'
import * as beside from '../../../src/gateway/store/tables-beside.js'
import { version } from '../../../src/gateway/version.js'
import { databases, type Opened } from './databases.js'

describe.each(databases)('$kind', ({ isThere, openEmpty }) => {
  describe.skipIf(!isThere)('a database', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await openEmpty()
    })
    afterAll(async () => {
      await opened?.close()
    })

    test('starts empty, is migrated once, and knows it', async () => {
      const { connection } = opened
      expect((await pendingMigrations(connection.db, shippedMigrations())).map(({ name }) => name)).toEqual(['0001_start'])
      expect(await migrate(connection)).toEqual(['0001_start'])
      expect(await migrate(connection)).toEqual([])
    })

    test('has the tables and columns that queries are written with', async () => {
      const { rows } = await opened.connection.db.execute<{ t: string; c: string; nullable: string; kind: string }>(sql`
        select table_name as t, column_name as c, is_nullable as nullable, udt_name as kind
        from information_schema.columns where table_schema = 'public'`)
      const there = rows.map(({ t, c, nullable, kind }) => `${t}.${c} ${nullable === 'YES' ? 'null' : 'not null'} ${kind}`)
      const written = Object.values({ ...tables, ...beside })
        .map((table) => getTableConfig(table as PgTable))
        .flatMap(({ name, columns }) =>
          columns.map((column) => `${name}.${column.name} ${column.notNull ? 'not null' : 'null'} ${udtOf(column.getSQLType())}`),
        )
      expect(there.filter((column) => !/^(llmgen_migrations|spend_logs_other|spend_rows)\./.test(column)).sort()).toEqual(written.sort())
    })

    test('gives back what was written: money, times, lists, JSON', async () => {
      const { db } = opened.connection
      const expires = new Date('2026-02-14T10:20:30.123Z')
      await db.insert(tables.keys).values({
        token: 'a',
        keyName: 'sk-...abcd',
        models: ['a"b', 'c,d', ''],
        metadata: { tags: ['x'], deep: { n: 1.5, none: null } },
        maxBudget: '12.000000001',
        tpmLimit: 9_000_000_000,
        expires,
      })
      const [row] = await db.select().from(tables.keys)
      expect(row).toMatchObject({
        models: ['a"b', 'c,d', ''],
        metadata: { tags: ['x'], deep: { n: 1.5, none: null } },
        maxBudget: '12.000000001',
        spend: '0.000000000',
        tpmLimit: 9_000_000_000,
        expires,
        userId: null,
        blocked: false,
      })
    })

    test('a transaction that fails leaves nothing, and nothing else gets into one', async () => {
      const { connection } = opened
      const add = (name: string) => ({ name, value: {} })
      const failed = connection.transaction(async (db) => {
        await db.insert(tables.settings).values(add('inside'))
        throw new Error('no')
      })
      const beside = connection.db.insert(tables.settings).values(add('beside'))
      await expect(failed).rejects.toThrow('no')
      await beside
      expect((await connection.db.select({ name: tables.settings.name }).from(tables.settings)).map(({ name }) => name)).toEqual(['beside'])
    })

    test('counts added side by side are all there', async () => {
      const { db } = opened.connection
      await db.insert(tables.tags).values({ tagName: 'busy' })
      await Promise.all(Array.from({ length: 50 }, () => db.execute(sql`update tags set spend = spend + 0.1 where tag_name = 'busy'`)))
      expect((await db.select({ spend: tables.tags.spend }).from(tables.tags))[0]?.spend).toBe('5.000000000')
    })
  })

  describe.skipIf(!isThere)('migrations', () => {
    const step = (name: string, text: string): Migration => ({ name, sql: text, hash: text })
    const first = step('0001_a', 'create table a (x integer)')
    const second = step('0002_b', 'create table b (x integer); alter table a add column y integer')

    test('go on from each earlier step, stop where one fails, and refuse what is not theirs', async () => {
      const { connection, close } = await openEmpty()
      try {
        expect(await migrate(connection, [first])).toEqual(['0001_a'])
        const broken = step('0002_b', 'create table c (x integer); select nonsense')
        await expect(migrate(connection, [first, broken])).rejects.toThrow(/the migration 0002_b failed and changed nothing: .*nonsense/)
        expect(await migrate(connection, [first, second])).toEqual(['0002_b'])
        await expect(migrate(connection, [first])).rejects.toThrow(/also has 0002_b .* knows 0001_a, and changes nothing/)
        await expect(migrate(connection, [step('0001_other', ''), second])).rejects.toThrow(/made by another program/)
      } finally {
        await close()
      }
    })

    test('of a newer version are named with what knows them, and nothing is changed', async () => {
      const { connection, close } = await openEmpty()
      const { db } = connection
      try {
        await migrate(connection)
        await db.execute(sql`insert into llmgen_migrations (name, hash, applied_at, version) values
          ('0002_wider', 'x', '2026-03-01T10:00:00Z', '0.2.0'), ('0003_deeper', 'y', '2026-04-01T10:00:00Z', '0.3.1')`)
        const said = await migrate(connection).then(String, (error: unknown) => String(error))
        expect(said).toBe(
          'MigrationError: the database is of a newer version: it also has 0002_wider (applied by llmgen 0.2.0 on 2026-03-01), ' +
            `0003_deeper (applied by llmgen 0.3.1 on 2026-04-01). This is llmgen ${version}, which knows 0001_start, and changes nothing. ` +
            'Use llmgen 0.3.1 or a later one, or give this version a database of its own (general_settings.database_url, DATABASE_URL); ' +
            'going back needs a copy of the database from before',
        )
        const { rows } = await db.execute<{ n: string }>(sql`select count(*) as n from llmgen_migrations where version = ${version}`)
        expect(Number(rows[0]?.n)).toBe(1)
      } finally {
        await close()
      }
    })
  })
})

/** Names of types as the catalogue of the database has them. */
function udtOf(type: string): string {
  if (type.endsWith('[]')) return `_${type.slice(0, -2)}`
  if (type.startsWith('numeric')) return 'numeric'
  const names: { readonly [type: string]: string } = {
    'timestamp with time zone': 'timestamptz',
    integer: 'int4',
    bigint: 'int8',
    boolean: 'bool',
  }
  return names[type] ?? type
}
