/** Data folders in one file. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { packFolder, readArchive, unpackFolder } from '../../../src/gateway/store/prepared-folder.js'

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

test('come back as they were', () => {
  const { scratch, folder, file } = setUp()
  const archive = readArchive([migration('a'), migration('b')], file)
  const again = join(scratch, 'deep', 'again')
  unpackFolder(archive ?? Buffer.alloc(0), again)
  const tree = (of: string) => (readdirSync(of, { recursive: true }) as string[]).sort()
  expect(tree(again)).toEqual(tree(folder))
  expect(readFileSync(join(again, 'base', 'é'))).toEqual(Buffer.from([0, 255, 10]))
  expect(packFolder(again, []).equals(packFolder(folder, []))).toBe(true)
})

test('are not used for other migrations, and need not be there', () => {
  const { scratch, file } = setUp()
  expect(readArchive([migration('a')], file)).toBeUndefined()
  expect(readArchive([migration('a'), migration('c')], file)).toBeUndefined()
  expect(readArchive([migration('a'), migration('b'), migration('c')], file)).toBeUndefined()
  expect(readArchive([], pathToFileURL(join(scratch, 'none.gz')))).toBeUndefined()
})

test('that cannot be unpacked whole leave nothing', () => {
  const { scratch, file } = setUp()
  const archive = readArchive([migration('a'), migration('b')], file) ?? Buffer.alloc(0)
  const taken = join(scratch, 'taken')
  mkdirSync(taken)
  writeFileSync(join(taken, 'mine'), 'kept')
  expect(() => unpackFolder(archive, taken)).toThrow()
  expect(readdirSync(scratch).sort()).toEqual(['data', 'store.gz', 'taken'])
  expect(readFileSync(join(taken, 'mine'), 'utf8')).toBe('kept')
})
