/** The command line as a few files of plain JavaScript: a process that loads them starts many times faster than from source. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { afterAll, beforeAll } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Two folders below the package, as source and the real build are: what modules find by their own place is still there. */
let folder: string | undefined

const options: BuildOptions = {
  entryPoints: { llmgen: join(root, 'src/cli/main.ts'), 'embedded-worker': join(root, 'src/gateway/store/embedded-worker.ts') },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18',
  packages: 'external',
  logLevel: 'warning',
}

/** Bundles it before the tests of a file; after them it is gone. */
export function useBundledCli(): void {
  beforeAll(async () => {
    folder = mkdtempSync(join(root, 'node_modules/.llmgen-test-'))
    await build({ ...options, outdir: folder })
  })
  afterAll(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    folder = undefined
  })
}

/** The file to run with Node. */
export function bundledCli(): string {
  if (folder === undefined) throw new Error('useBundledCli() was not called in this file')
  return join(folder, 'llmgen.js')
}
