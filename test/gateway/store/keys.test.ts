/** Keys in the store, on every database. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findCaller } from '../../../src/gateway/store/find-caller.js'
import {
  addKey,
  changeKey,
  deleteKeys,
  type KeyFilter,
  KeyTakenError,
  keyBy,
  keysBy,
  listAliases,
  listKeys,
  replaceToken,
} from '../../../src/gateway/store/keys.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { deletedKeys, keys, teams } from '../../../src/gateway/store/tables.js'
import { moneyText, toWire } from '../../../src/gateway/store/wire-row.js'
import { databases, type Opened } from './databases.js'

test.each([
  [1, '1.000000000'],
  [0.1 + 0.2, '0.300000000'],
  [1e-9, '0.000000001'],
  [Number.NaN, undefined],
  [1e12, undefined],
])('%d dollars are %s', (usd, text) => {
  expect(moneyText(usd)).toBe(text)
})

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('keys', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      await migrate(opened.connection)
      await opened.connection.db.insert(teams).values([{ teamId: 't1' }, { teamId: 't2' }])
    })
    afterAll(async () => {
      await opened?.close()
    })
    beforeEach(async () => {
      await opened.connection.db.delete(keys)
    })
    const add = (token: string, more: object = {}) => addKey(opened.connection.db, { token, keyName: 'sk-...abcd', ...more })

    test('are shown like their columns, money as numbers, times as text', async () => {
      const row = await add('a', { maxBudget: '0.5', expires: new Date('2026-02-14T00:00:00Z'), models: ['m'] })
      expect(toWire(keys, row, ['token'])).toMatchObject({
        key_name: 'sk-...abcd',
        max_budget: 0.5,
        soft_budget: null,
        spend: 0,
        expires: '2026-02-14T00:00:00.000Z',
        models: ['m'],
        budget_limits: [],
        blocked: false,
      })
      expect(toWire(keys, row, ['token'])).not.toHaveProperty('token')
    })

    test('that exist, or whose alias does, are not added twice', async () => {
      await add('a', { keyAlias: 'mine' })
      await expect(add('a')).rejects.toMatchObject({ name: 'KeyTakenError', what: 'key' })
      await expect(add('b', { keyAlias: 'mine' })).rejects.toMatchObject({ what: 'alias' })
      await add('b')
      await expect(changeKey(opened.connection.db, 'b', { keyAlias: 'mine' })).rejects.toBeInstanceOf(KeyTakenError)
    })

    test('change in what is given, and nothing else', async () => {
      const { db } = opened.connection
      await add('a', { maxBudget: '1', models: ['m'], metadata: { a: 1 } })
      const changed = await changeKey(db, 'a', { maxBudget: null, blocked: true })
      expect(changed).toMatchObject({ maxBudget: null, blocked: true, models: ['m'], metadata: { a: 1 } })
      expect(await keyBy(db, 'a')).toEqual(changed)
      expect(await changeKey(db, 'nobody', { blocked: true })).toBeUndefined()
    })

    test.each<{ name: string; filter: KeyFilter; want: readonly string[] }>([
      { name: 'any', filter: {}, want: ['a', 'b', 'c', 'd'] },
      { name: 'of a user', filter: { userId: 'u' }, want: ['a', 'b'] },
      { name: 'of teams', filter: { teamIds: ['t1', 't2'] }, want: ['b', 'c'] },
      { name: 'of a user in a team', filter: { userId: 'u', teamIds: ['t1'] }, want: ['b'] },
      { name: 'of no team at all', filter: { teamIds: [] }, want: [] },
      { name: 'by hash', filter: { token: 'c' }, want: ['c'] },
      { name: 'by alias', filter: { alias: '100%_sure' }, want: ['d'] },
      { name: 'by a part of the alias, whatever it holds', filter: { search: '0%_S' }, want: ['d'] },
      { name: 'by a pattern, which is none', filter: { search: '%' }, want: ['d'] },
    ])('are listed: $name', async ({ filter, want }) => {
      await add('a', { userId: 'u' })
      await add('b', { userId: 'u', teamId: 't1', keyAlias: 'team key' })
      await add('c', { teamId: 't2' })
      await add('d', { keyAlias: '100%_sure' })
      const { rows, total } = await listKeys(opened.connection.db, filter, { by: 'token', direction: 'asc' }, { offset: 0, size: 10 })
      expect([rows.map(({ token }) => token), total]).toEqual([want, want.length])
    })

    test('are listed page by page, in order', async () => {
      const { db } = opened.connection
      for (const [at, token] of ['a', 'b', 'c'].entries()) await add(token, { spend: `${at}`, keyAlias: `alias ${token}` })
      const page = await listKeys(db, {}, { by: 'spend', direction: 'desc' }, { offset: 1, size: 1 })
      expect([page.rows.map(({ token }) => token), page.total]).toEqual([['b'], 3])
      expect(await listAliases(db, {}, { offset: 1, size: 5 })).toEqual({ aliases: ['alias b', 'alias c'], total: 3 })
      expect((await keysBy(db, { tokens: ['a'], aliases: ['alias c', 'none'] })).map(({ token }) => token).sort()).toEqual(['a', 'c'])
      expect(await keysBy(db, {})).toEqual([])
    })

    test('that are deleted leave a record', async () => {
      const { connection } = opened
      await add('a', { keyAlias: 'mine', spend: '1.5' })
      expect(await deleteKeys(connection.db, ['a', 'nobody'], { by: 'admin', changedBy: 'jane' })).toEqual(['a'])
      expect(await keyBy(connection.db, 'a')).toBeUndefined()
      const [record] = await connection.db.select().from(deletedKeys)
      expect(record).toMatchObject({ token: 'a', deletedBy: 'admin', changedBy: 'jane', key: { key_alias: 'mine', spend: 1.5 } })
    })

    test('that are regenerated keep everything but their hash, and the old one for its grace', async () => {
      const { connection } = opened
      const graceEnds = new Date('2026-02-15T00:00:00Z')
      const before = new Date(graceEnds.getTime() - 1)
      await add('old', { spend: '1.5', models: ['m'] })
      const row = await replaceToken(connection.db, 'old', { token: 'new', keyName: 'sk-...wxyz' }, { now: before, ends: graceEnds })
      expect(row).toMatchObject({ token: 'new', keyName: 'sk-...wxyz', spend: '1.500000000', models: ['m'], rotationCount: 1 })
      const found = async (token: string, at: Date) => (await findCaller(connection.db, token, at))?.key.token
      expect([await found('new', before), await found('old', before), await found('old', graceEnds)]).toEqual(['new', 'new', undefined])
      // regenerated again within the grace of the first
      await replaceToken(connection.db, 'new', { token: 'newer', keyName: 'sk-...wxyz' }, { now: before, ends: before })
      expect([await found('old', before), await found('new', before)]).toEqual(['newer', undefined])
    })
  })
})
