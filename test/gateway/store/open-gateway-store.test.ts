/** The store of a running gateway: opened when needed, healed by itself, and rows that wait on disk meanwhile. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { sql } from 'drizzle-orm'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { defaultCacheTerms } from '../../../src/gateway/auth/caller-cache.js'
import type { GatewayLog } from '../../../src/gateway/log.js'
import { ownerName } from '../../../src/gateway/spend/owners.js'
import type { GatewayStore } from '../../../src/gateway/store/gateway-store.js'
import { openGatewayStore } from '../../../src/gateway/store/open-gateway-store.js'
import { SpendLines } from '../../../src/gateway/store/spend-lines.js'
import { createDatabase, startPostgres, testDatabase } from '../../support/postgres.js'
import { spendRow } from '../spend/spend-rows.js'

const generous = { timeout: 20_000, interval: 20 }
const noPid = 4_194_304 + 7

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function openIn(dataFolder: string, databaseUrl?: string) {
  const log: string[] = []
  const line = (level: string) => (_facts: object, message: string) => void log.push(`${level}: ${message}`)
  const told: GatewayLog = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
  const settings = {
    databaseUrl,
    sessions: 4,
    admitsUnknown: false,
    cache: defaultCacheTerms,
    keepsModels: false,
    keepsSpend: true,
    keepsFailures: true,
  }
  const store = openGatewayStore({ settings, dataFolder, now: Date.now, log: told })
  return { store, log }
}

async function rowsIn(store: GatewayStore): Promise<number> {
  const { connection } = await store.open()
  const { rows } = await connection.db.execute<{ count: number }>(sql`select count(*)::int as count from spend_logs`)
  return rows[0]?.count ?? -1
}

describe('embedded', () => {
  test('nothing is on disk and nothing runs before it is needed; rows are there after the next start', async () => {
    const folder = join(scratch(), 'data')
    const first = openIn(folder)
    expect([first.store.kind, first.store.state, existsSync(folder)]).toEqual(['embedded', 'closed', false])
    first.store.record(spendRow(1))
    first.store.record(spendRow(2))
    expect(first.store.spend.waiting).toBe(2)
    await first.store.close()
    const second = openIn(folder)
    expect(await rowsIn(second.store)).toBe(2)
    await second.store.close()
    expect(readdirSync(join(folder, 'spend'))).toEqual([])
  })

  test('rows that a process left behind are brought to the database by the next one, each once', async () => {
    const folder = scratch()
    const spend = join(folder, 'spend')
    mkdirSync(spend)
    const gone = ownerName({ host: hostname(), pid: noPid, startedAt: 1 })
    const lines = new SpendLines()
    const text = [spendRow(1), spendRow(2), spendRow(1), spendRow(2)].map((row) => lines.of(row)).join('')
    writeFileSync(join(spend, `${gone}-0.ndjson`), `[${text}{"id": "cut of`)
    const { store } = openIn(folder)
    expect(store.spend.waiting).toBe(4)
    await vi.waitFor(() => expect(store.spend.waiting).toBe(0), generous)
    expect(await rowsIn(store)).toBe(2)
    await store.close()
  })

  test('where its thread ends by itself, that is said, and the next request opens it anew with all that was written', async () => {
    const folder = scratch()
    const posted = vi.spyOn(Worker.prototype, 'postMessage')
    onTestFinished(() => posted.mockRestore())
    const { store, log } = openIn(folder)
    store.record(spendRow(1))
    expect(await rowsIn(store)).toBe(1)
    // as when it has no memory left
    const thread = posted.mock.contexts.at(-1)
    if (!(thread instanceof Worker)) throw new Error('no thread was asked')
    await thread.terminate()
    await vi.waitFor(() => expect(store.state).toBe('closed'), generous)
    expect(log.filter((line) => line.startsWith('warn: '))).toEqual([
      'warn: the database has ended: the thread of the embedded database ended with code 1. It is opened anew when it is needed',
    ])
    store.record(spendRow(2))
    await store.spend.flush()
    expect(await rowsIn(store)).toBe(2)
    await store.close()
    expect(existsSync(join(folder, 'db.lock'))).toBe(false)
  }, 60_000)

  test('a folder that another gateway has is said, and rows wait', async () => {
    const folder = scratch()
    const first = openIn(folder)
    await first.store.open()
    const second = openIn(folder)
    await expect(second.store.open()).rejects.toThrow(/the data folder .* is in use by process/)
    expect(second.store.state).toBe('failed')
    await first.store.close()
    await second.store.close()
  })
})

describe.skipIf(!process.env[testDatabase])('PostgreSQL', () => {
  test('is opened at once, and what one instance changes the other hears', async () => {
    const database = await createDatabase(process.env[testDatabase] ?? '')
    const [one, two] = [openIn(scratch(), database.url), openIn(scratch(), database.url)]
    await vi.waitFor(() => expect([one.store.state, two.store.state]).toEqual(['open', 'open']), generous)
    const heard: unknown[] = []
    two.store.onChange((change) => heard.push(change))
    await (await one.store.open()).tell({ kind: 'key', id: 'a' })
    await vi.waitFor(() => expect(heard).toContainEqual({ kind: 'key', id: 'a' }), { timeout: 1_000, interval: 10 })
    await Promise.all([one.store.close(), two.store.close()])
    await database.drop()
  })

  test('while it is away rows wait on disk, and are written when it is back', async () => {
    const server = await startPostgres()
    if (server === undefined) throw new Error('there is a database, and no program to start another server')
    const { store, log } = openIn(scratch(), server.url)
    await store.open()
    await server.kill()
    for (let count = 0; count < 50; count++) store.record(spendRow(count))
    await vi.waitFor(() => expect(store.spend.failedWrites).toBeGreaterThan(0), generous)
    expect(store.spend.waiting).toBe(50)
    await server.restart()
    await vi.waitFor(() => expect(store.spend.waiting).toBe(0), generous)
    expect(await rowsIn(store)).toBe(50)
    expect(log.filter((line) => /spend rows cannot be written/.test(line)).length).toBe(1)
    expect(log.filter((line) => /the database takes spend rows again/.test(line)).length).toBe(1)
    await store.close()
    await server.stop()
  })

  test('one that is not there at the start is used once it is', async () => {
    const server = await startPostgres()
    if (server === undefined) throw new Error('there is a database, and no program to start another server')
    await server.kill()
    const { store, log } = openIn(scratch(), server.url)
    await expect(store.open()).rejects.toThrow(/the database cannot be opened/)
    expect([store.state, log.length]).toEqual(['failed', 1])
    await server.restart()
    await vi.waitFor(() => expect(store.state).toBe('open'), generous)
    expect(log.at(-1)).toMatch(/the database is there again|newest schema/)
    await store.close()
    await server.stop()
  })
})
