import * as fs from 'node:fs'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Stop } from '../../src/cli/exit.js'
import { type WritableFileSystem, writeOutput } from '../../src/cli/write-output.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmgen-write-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const two = [
  { path: 'index.ts', text: 'new index' },
  { path: 'plan.ts', text: 'new plan' },
]
const contents = (): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
const old = { 'index.ts': 'old index', 'plan.ts': 'old plan' }
function writeOld(): void {
  for (const [name, text] of Object.entries(old)) writeFileSync(join(folder, name), text)
}

/** The real file system, but `fails` decides which call does not work. */
function failing(method: keyof WritableFileSystem, code: string, onCall: number): WritableFileSystem {
  let calls = 0
  const real = new Map<string, unknown>(Object.entries(fs)).get(method) as (...args: unknown[]) => unknown // one of several signatures; arguments pass through
  return {
    ...fs,
    [method]: (...args: unknown[]) => {
      calls += 1
      if (calls === onCall) throw Object.assign(new Error(code), { code })
      return real(...args)
    },
  }
}

function stopOf(action: () => void): { readonly code: number; readonly message: string } {
  try {
    action()
  } catch (error) {
    if (error instanceof Stop) return { code: error.exitCode, message: error.message }
    throw error
  }
  throw new Error('it did not stop')
}

test('files are replaced and nothing else is left', () => {
  writeOld()
  writeOutput(folder, two)
  expect(contents()).toEqual({ 'index.ts': 'new index', 'plan.ts': 'new plan' })
})

test('a file that is right already is not touched', () => {
  writeOutput(folder, two)
  const before = fs.statSync(join(folder, 'plan.ts'))
  writeOutput(folder, [
    { path: 'index.ts', text: 'newer' },
    { path: 'plan.ts', text: 'new plan' },
  ])
  const after = fs.statSync(join(folder, 'plan.ts'))
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
  expect(contents()).toEqual({ 'index.ts': 'newer', 'plan.ts': 'new plan' })
})

test('folders are made, obsolete files are removed', () => {
  writeOld()
  writeOutput(join(folder, 'a/b'), [{ path: 'c/x.ts', text: 'x' }])
  expect(readFileSync(join(folder, 'a/b/c/x.ts'), 'utf8')).toBe('x')
  writeOutput(folder, [], ['index.ts'])
  expect(readdirSync(folder)).toEqual(['a', 'plan.ts'])
})

const faults = [
  {
    name: 'the disk is full at the first byte',
    method: 'writeSync',
    code: 'ENOSPC',
    call: 1,
    words: 'write .*index.ts: no space left on the device',
  },
  {
    name: 'the disk is full in the second file',
    method: 'writeSync',
    code: 'ENOSPC',
    call: 2,
    words: 'write .*plan.ts: no space left on the device',
  },
  { name: 'the disk is full when it is flushed', method: 'fsyncSync', code: 'ENOSPC', call: 2, words: 'write .*plan.ts: no space left' },
  { name: 'the quota is used up', method: 'openSync', code: 'EDQUOT', call: 1, words: 'write .*index.ts: the disk quota is used up' },
  {
    name: 'the file system is read-only',
    method: 'openSync',
    code: 'EROFS',
    call: 1,
    words: 'write .*index.ts: the file system is read-only',
  },
  { name: 'permission is denied', method: 'openSync', code: 'EACCES', call: 2, words: 'write .*plan.ts: permission denied' },
  {
    name: 'the first rename fails',
    method: 'renameSync',
    code: 'EPERM',
    call: 1,
    words: 'replace .*index.ts: the operation is not permitted',
  },
  { name: 'the second rename fails', method: 'renameSync', code: 'EBUSY', call: 2, words: 'replace .*plan.ts: it is in use' },
] as const

test.each(faults)('old files stand when $name', ({ method, code, call, words }) => {
  writeOld()
  const stop = stopOf(() => writeOutput(folder, two, [], failing(method, code, call)))
  expect(stop).toEqual({ code: 3, message: expect.stringMatching(new RegExp(`^cannot ${words}.*\\(${code}\\)$`)) })
  expect(contents()).toEqual(old)
})

test.each(faults)('nothing is left in a new folder when $name', ({ method, code, call }) => {
  stopOf(() => writeOutput(join(folder, 'new/deep'), two, [], failing(method, code, call)))
  expect(readdirSync(folder)).toEqual([])
})

test('a folder in the place of a file, and a file in the place of the folder, are named', () => {
  mkdirSync(join(folder, 'plan.ts'))
  writeFileSync(join(folder, 'file'), '')
  expect(stopOf(() => writeOutput(folder, two))).toEqual({
    code: 3,
    message: `cannot replace ${join(folder, 'plan.ts')}: it is a folder, not a file (EISDIR)`,
  })
  expect(readdirSync(folder)).toEqual(['file', 'plan.ts'])
  expect(stopOf(() => writeOutput(join(folder, 'file/out'), two)).message).toMatch(/^cannot create the folder .*file\/out: .*\(ENOTDIR\)$/)
})

test('what a killed run left behind is removed, what a running one writes is not', () => {
  writeFileSync(join(folder, '.llmgen-999999999-0.tmp'), 'half')
  writeFileSync(join(folder, `.llmgen-${process.ppid}-0.tmp`), 'in the making')
  writeOutput(folder, two)
  expect(readdirSync(folder)).toEqual([`.llmgen-${process.ppid}-0.tmp`, 'index.ts', 'plan.ts'])
})

test('file systems without hard links do without the way back', () => {
  writeOld()
  writeOutput(folder, two, [], failing('linkSync', 'ENOTSUP', 1))
  expect(contents()).toEqual({ 'index.ts': 'new index', 'plan.ts': 'new plan' })
})

test('a link that leads nowhere is replaced', () => {
  symlinkSync(join(folder, 'missing'), join(folder, 'index.ts'))
  writeOutput(folder, two)
  expect(contents()).toEqual({ 'index.ts': 'new index', 'plan.ts': 'new plan' })
})
