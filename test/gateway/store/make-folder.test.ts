import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolder, probeFolder } from '../../../src/gateway/store/make-folder.js'

function scratch(): string {
  const path = mkdtempSync(join(tmpdir(), 'llmgen-folder-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('a folder is made with those that it is in, and one that is there stays', () => {
  const path = scratch()
  expect(makeFolder(join(path, 'a', 'b'), 0o700)).toEqual([join(path, 'a'), join(path, 'a', 'b')])
  expect(statSync(join(path, 'a', 'b')).mode & 0o777).toBe(0o700)
  expect(makeFolder(join(path, 'a', 'b'))).toEqual([])
})

test('one that can be made is not there after it was looked whether it can', () => {
  const path = scratch()
  probeFolder(join(path, 'a', 'b'))
  probeFolder(path)
  expect([existsSync(join(path, 'a')), existsSync(path)]).toEqual([false, true])
})

test('where none can be made, the disk’s answer comes at once', () => {
  const path = scratch()
  writeFileSync(join(path, 'file'), '')
  for (const make of [makeFolder, probeFolder]) {
    // below /proc `mkdir` of Node 20 with `recursive` tries for ever
    if (existsSync('/proc/self')) expect(() => make('/proc/nowhere/spend')).toThrow(expect.objectContaining({ code: 'ENOENT' }))
    expect(() => make(join(path, 'file'))).toThrow(expect.objectContaining({ code: 'EEXIST' }))
    expect(() => make(join(path, 'file', 'in'))).toThrow(/EEXIST|ENOTDIR/)
  }
})
