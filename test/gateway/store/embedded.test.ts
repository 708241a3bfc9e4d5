/** The embedded database, where it cannot be opened. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openEmbedded } from '../../../src/gateway/store/embedded.js'

test('a folder that is damaged is named, with what can be done, and is let go of', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'llmgen-embedded-'))
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }))
  const folder = join(scratch, 'db')
  mkdirSync(folder)
  writeFileSync(join(folder, 'PG_VERSION'), '18\n')
  await expect(openEmbedded(folder)).rejects.toThrow(`the embedded database in ${folder} (where it is damaged, put a copy in its place`)
  expect(existsSync(`${folder}.lock`)).toBe(false)
}, 60_000)
