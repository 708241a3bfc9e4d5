/** A gateway on a database that a newer version has been at: it says what is to be done, and touches nothing. */
import { describe, expect, test } from 'vitest'
import { openKept, places } from './kept-gateway.js'

describe.each(places)('on $kind', ({ kind, isThere }) => {
  test.skipIf(!isThere)(
    'a database of a newer version is not used, and everybody who needs it is told why',
    async () => {
      const newer = await openKept({ kind })
      expect((await newer.post('/key/generate', { key_alias: 'before' })).status).toBe(200)
      const admin = await newer.gateway.serving.store?.open()
      await admin?.connection.db.execute('alter table llmgen_migrations add column if not exists version text')
      await admin?.connection.db.execute(
        "insert into llmgen_migrations (name, hash, applied_at, version) values ('0002_wider', 'x', '2026-03-01T10:00:00Z', '9.2.0')",
      )
      await newer.gateway.close(0)

      const older = await openKept({ kind, beside: newer, gateway: { dataFolder: newer.folder } })
      const why =
        /also has 0002_wider \(applied by llmgen 9\.2\.0 on 2026-03-01\)\. This is llmgen \S+, which knows 0001_start.* Use llmgen 9\.2\.0 or a later one/
      const { status, body } = await older.get('/key/list')
      expect([status, body.error.type]).toEqual([503, 'no_db_connection'])
      expect(body.error.message).toMatch(why)
      // beside the line of the request
      const told = older.log.filter((line) => why.test(line) && !line.includes('callId'))
      expect(told.map((line) => line.slice(0, 39))).toEqual(['warn the database cannot be opened: the'])
      expect((await older.get('/health/readiness')).body).toMatchObject({ status: 'degraded', db: 'Not connected' })
    },
    60_000,
  )
})
