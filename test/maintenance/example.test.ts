/** `generated/example/` is what its config gives now. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exampleOutputs } from '../../src/maintenance/example.js'
import { repoPath } from '../types/run-tsc.js'

test('the example client is not stale: `npm run generate` makes it', async () => {
  const folder = 'generated/example'
  const stored = readdirSync(repoPath(folder)).map((name) => ({
    path: `${folder}/${name}`,
    text: readFileSync(join(repoPath(folder), name), 'utf8'),
  }))
  const made = await exampleOutputs(repoPath('.'))
  expect(stored.sort(byPath)).toEqual([...made].sort(byPath))
})

test('two runs give the same bytes', async () => {
  expect(await exampleOutputs(repoPath('.'))).toEqual(await exampleOutputs(repoPath('.')))
})

test('a config that does not compile is named, with what is wrong', async () => {
  await expect(exampleOutputs(repoPath('test'))).rejects.toThrow('test/examples/litellm_config.yaml')
})

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1
}
