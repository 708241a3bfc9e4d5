/** Whose files of a shared folder are whose, and who is gone. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isAlive, leave, type Owner, ownerName, sweep, touch } from '../../../src/gateway/spend/owners.js'

const now = Date.UTC(2026, 1, 14)
const own: Owner = { host: hostname(), pid: process.pid, startedAt: 1_000 }
/** No process has this number: the greatest that Linux gives is below. */
const noPid = 4_194_304 + 7

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-owners-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const cases: readonly { readonly name: string; readonly owner: Owner; readonly touchedAt?: number; readonly alive: boolean }[] = [
  { name: 'a process of this host that is gone', owner: { ...own, pid: noPid }, touchedAt: now, alive: false },
  { name: 'a process of this host that runs', owner: { ...own, pid: process.ppid }, touchedAt: now, alive: true },
  { name: 'one that had our number before us, as in a container that was started again', owner: { ...own, startedAt: 1 }, alive: false },
  { name: 'one of another host that was seen lately', owner: { ...own, host: 'elsewhere' }, touchedAt: now - 50_000, alive: true },
  { name: 'one of another host that was not seen for long', owner: { ...own, host: 'elsewhere' }, touchedAt: now - 70_000, alive: false },
  { name: 'one of another host that was never seen', owner: { ...own, host: 'elsewhere' }, alive: false },
]

test.each(cases)('$name: $alive', ({ owner, touchedAt, alive }) => {
  const folder = scratch()
  const name = ownerName(owner)
  if (touchedAt !== undefined) {
    touch(folder, name, touchedAt)
    // as if another process had
    const files = readdirSync(folder)
    leave(folder, name)
    expect(files).toEqual([`${name}.alive`])
    if (alive || owner.host === 'elsewhere') touchElsewhere(folder, name, touchedAt)
  }
  expect(isAlive(folder, name, own, now)).toBe(alive)
})

/** Leaves the file of a process that is not in this one. */
function touchElsewhere(folder: string, name: string, at: number): void {
  const other = mkdtempSync(join(tmpdir(), 'llmgen-owners-'))
  touch(folder, name, at)
  leave(other, name)
  rmSync(other, { recursive: true, force: true })
}

test('a gateway of this process lives until it leaves', () => {
  const folder = scratch()
  const name = ownerName(own)
  touch(folder, name, now)
  expect(isAlive(folder, name, own, now)).toBe(true)
  leave(folder, name)
  expect([isAlive(folder, name, { ...own, startedAt: 2_000 }, now), readdirSync(folder)]).toEqual([false, []])
})

test('files of processes that are gone are swept away, others stay', () => {
  const folder = scratch()
  const [gone, there] = [ownerName({ ...own, host: 'gone' }), ownerName({ ...own, host: 'there' })]
  touchElsewhere(folder, gone, now - 100_000)
  touchElsewhere(folder, there, now)
  sweep(folder, own, now)
  expect(readdirSync(folder)).toEqual([`${there}.alive`])
})

test('a host with a name that no file may have gets one that it may', () => {
  expect(ownerName({ host: 'a/b~c d', pid: 1, startedAt: 36 })).toBe('a_b_c_d~1~10')
})
