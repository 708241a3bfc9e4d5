/** Who has a data folder, told by a file beside it. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir, uptime } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FolderInUseError, lockFolder } from '../../../src/gateway/store/folder-lock.js'

function setUp() {
  const scratch = mkdtempSync(join(tmpdir(), 'llmgen-lock-'))
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }))
  const folder = join(scratch, 'deep', 'db')
  return { folder, lock: `${folder}.lock` }
}

/** A lock that another process made `ago` seconds before now. */
function left({ folder, lock }: ReturnType<typeof setUp>, text: string, ago: number): void {
  lockFolder(folder)()
  writeFileSync(lock, text)
  const at = Date.now() / 1_000 - ago
  utimesSync(lock, at, at)
}

test('one at a time, in one process too', () => {
  const { folder, lock } = setUp()
  const unlock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(FolderInUseError)
  unlock()
  const again = lockFolder(folder)
  // who has let go of it once lets go of nobody else's
  unlock()
  expect(existsSync(lock)).toBe(true)
  again()
  expect(existsSync(lock)).toBe(false)
})

/** A number that no process has any more. */
const gone = spawnSync(process.execPath, ['-e', '']).pid

test.each([
  // in a container every start has the same number
  { name: 'with the number of this one', text: `${process.pid} ${hostname()}`, ago: 5 },
  { name: 'that is gone', text: `${gone} ${hostname()}`, ago: 5 },
  { name: 'whose number another one got when the host was started anew', text: `${process.ppid} ${hostname()}`, ago: uptime() + 60 },
  { name: 'of another host, silent for a while', text: `${process.ppid} far.away`, ago: 90 },
  { name: 'that was killed before it wrote its number', text: '', ago: 5 },
])('is taken over from a process $name', ({ text, ago }) => {
  const world = setUp()
  left(world, text, ago)
  const unlock = lockFolder(world.folder)
  expect(readFileSync(world.lock, 'utf8')).toBe(`${process.pid} ${hostname()}`)
  unlock()
})

test.each([
  { name: 'that lives', text: `${process.ppid} ${hostname()}`, says: `process ${process.ppid}.` },
  { name: 'of another host that was heard of lately', text: `${process.pid} far.away`, says: `process ${process.pid} on far.away, or was` },
])('is refused beside a process $name', ({ text, says }) => {
  const world = setUp()
  left(world, text, 5)
  expect(() => lockFolder(world.folder)).toThrow(says)
  expect(readFileSync(world.lock, 'utf8')).toBe(text)
})
