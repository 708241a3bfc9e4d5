/**
 * Each folder of `test/golden` pairs a config with the client it becomes, byte by byte.
 * `UPDATE_GOLDEN=1 npx vitest run test/compiler/emit/golden.test.ts` writes what the compiler makes now; read the diff.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { type CompileOptions, compile } from '../../../src/compiler/compile.js'
import { repoPath } from '../../types/run-tsc.js'

const cases: readonly { readonly name: string; readonly options?: CompileOptions }[] = [
  { name: 'features' },
  { name: 'wildcards' },
  { name: 'fetch', options: { runtime: 'fetch' } },
  { name: 'javascript', options: { format: 'js', openaiErrors: true } },
]

const golden = repoPath('test/golden')
const updating = process.env.UPDATE_GOLDEN === '1'

async function compiled(name: string, options: CompileOptions = {}): Promise<ReadonlyMap<string, string>> {
  const source = await readFile(join(golden, name, 'litellm_config.yaml'), 'utf8')
  const { files, diagnostics } = await compile({ source, path: 'litellm_config.yaml', options })
  expect(diagnostics.filter((found) => found.severity === 'error')).toEqual([])
  return new Map(files.map((file) => [file.path, file.text]))
}

async function stored(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder).catch((): string[] => []) // not written yet: everything differs
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)))
}

async function update(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

test.each(cases)('the config of $name becomes the stored client', async ({ name, options }) => {
  const files = await compiled(name, options)
  const folder = join(golden, name, 'generated')
  if (updating) await update(folder, files)
  expect([...(await stored(folder))].sort()).toEqual([...files].sort())
})

test('every folder of test/golden is a case', async () => {
  expect((await readdir(golden)).sort()).toEqual(cases.map((entry) => entry.name).sort())
})
