/** Instances on one database make themselves known, and are forgotten where they no longer do. */
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { announceInstance } from '../../../src/gateway/store/instances.js'
import { databases, useDatabase } from './databases.js'

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('instances', () => {
    const database = useDatabase(open)

    test('see each other, not themselves, and see each renewal', async () => {
      const { db } = database()
      expect(await announceInstance(db, 'a')).toEqual([])
      const [seen, ...more] = await announceInstance(db, 'b')
      expect([seen?.id, more]).toEqual(['a', []])
      await announceInstance(db, 'a')
      const [renewed] = await announceInstance(db, 'b')
      expect([renewed?.id, renewed?.at === seen?.at]).toEqual(['a', false])
    })

    test('are not seen after three beats without a word, and leave no row for ever', async () => {
      const { db } = database()
      await announceInstance(db, 'silent')
      await db.execute(sql`update instances set seen_at = now() - interval '46 seconds' where id = 'silent'`)
      expect((await announceInstance(db, 'b')).map(({ id }) => id)).not.toContain('silent')
      await db.execute(sql`update instances set seen_at = now() - interval '25 hours' where id = 'silent'`)
      await announceInstance(db, 'b')
      const { rows } = await db.execute(sql`select id from instances where id = 'silent'`)
      expect(rows).toEqual([])
    })
  })
})
