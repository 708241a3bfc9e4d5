/** Optional packages: there, not there, broken; and the files of credentials. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { importPeer } from '../../../src/runtime/platform/import-peer.js'
import { readTextFile } from '../../../src/runtime/platform/read-file.js'

const folder = mkdtempSync(join(tmpdir(), 'llmgen-peer-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a package that is installed is imported', async () => {
  expect(await importPeer('google-auth-library')).toMatchObject({ GoogleAuth: expect.any(Function) })
})

test('one that is not is undefined', async () => {
  expect(await importPeer('llmgen-no-such-package')).toBeUndefined()
})

test('one that fails to load says why', async () => {
  const path = join(folder, 'broken.mjs')
  writeFileSync(path, 'throw new Error("broken on load")')
  await expect(importPeer(pathToFileURL(path).href)).rejects.toThrow('broken on load')
})

test('a file is read as text, and one that is not there rejects', async () => {
  const path = join(folder, 'token')
  writeFileSync(path, 'geheim ü\n')
  expect(await readTextFile(path)).toBe('geheim ü\n')
  await expect(readTextFile(join(folder, 'gone'))).rejects.toThrow('ENOENT')
})
