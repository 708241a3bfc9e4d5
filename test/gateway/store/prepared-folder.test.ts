/** Data folders in one file. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { isPrepared, packFolder, unpackFolder } from '../../../src/gateway/store/prepared-folder.js'

const migration = (name: string) => ({ name, sql: name, hash: `hash of ${name}` })

function setUp() {
  const scratch = mkdtempSync(join(tmpdir(), 'llmgen-folder-'))
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }))
  const folder = join(scratch, 'data')
  mkdirSync(join(folder, 'base', 'empty'), { recursive: true })
  writeFileSync(join(folder, 'PG_VERSION'), '18\n')
  writeFileSync(join(folder, 'base', 'é'), Buffer.from([0, 255, 10]))
  writeFileSync(join(folder, 'base', 'nothing'), '')
  const file = pathToFileURL(join(scratch, 'store.gz'))
  writeFileSync(file, packFolder(folder, [migration('a'), migration('b')]))
  return { scratch, folder, file }
}

const both = [migration('a'), migration('b')]

test('come back as they were', async () => {
  const { scratch, folder, file } = setUp()
  const again = join(scratch, 'deep', 'again')
  expect(await unpackFolder(again, both, file)).toBe(true)
  const tree = (of: string) => (readdirSync(of, { recursive: true }) as string[]).sort()
  expect(tree(again)).toEqual(tree(folder))
  expect(readFileSync(join(again, 'base', 'é'))).toEqual(Buffer.from([0, 255, 10]))
  expect(packFolder(again, []).equals(packFolder(folder, []))).toBe(true)
})

test('are larger than what is in memory at a time', async () => {
  const { scratch, folder, file } = setUp()
  const long = Buffer.alloc(1_000_003, 'not the same all over ')
  writeFileSync(join(folder, 'base', 'long'), long)
  writeFileSync(file, packFolder(folder, both))
  expect(await unpackFolder(join(scratch, 'again'), both, file)).toBe(true)
  expect(readFileSync(join(scratch, 'again', 'base', 'long')).equals(long)).toBe(true)
})

test('are not used for other migrations, and need not be there', async () => {
  const { scratch, file } = setUp()
  const cases = [[migration('a')], [migration('a'), migration('c')], [...both, migration('c')]]
  for (const migrations of cases) {
    expect(await isPrepared(migrations, file)).toBe(false)
    expect(await unpackFolder(join(scratch, 'again'), migrations, file)).toBe(false)
  }
  expect(await isPrepared(both, file)).toBe(true)
  expect(await isPrepared([], pathToFileURL(join(scratch, 'none.gz')))).toBe(false)
  expect(readdirSync(scratch).sort()).toEqual(['data', 'store.gz'])
})

test('that cannot be unpacked whole leave nothing', async () => {
  const { scratch, file } = setUp()
  const taken = join(scratch, 'taken')
  mkdirSync(taken)
  writeFileSync(join(taken, 'mine'), 'kept')
  await expect(unpackFolder(taken, both, file)).rejects.toThrow()
  expect(readdirSync(scratch).sort()).toEqual(['data', 'store.gz', 'taken'])
  expect(readFileSync(join(taken, 'mine'), 'utf8')).toBe('kept')
})

test('that are cut off leave nothing either, and say so', async () => {
  const { scratch, file } = setUp()
  writeFileSync(file, gzipSync(gunzipSync(readFileSync(file)).subarray(0, -2)))
  await expect(unpackFolder(join(scratch, 'again'), both, file)).rejects.toThrow(/cut off/)
  expect(readdirSync(scratch).sort()).toEqual(['data', 'store.gz'])
})

test('clear away what a process left that was killed meanwhile', async () => {
  const { scratch, file } = setUp()
  mkdirSync(join(scratch, '.again-Xy12Zw', 'base'), { recursive: true })
  expect(await unpackFolder(join(scratch, 'again'), both, file)).toBe(true)
  expect(readdirSync(scratch).sort()).toEqual(['again', 'data', 'store.gz'])
})
