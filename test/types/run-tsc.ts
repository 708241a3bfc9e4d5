/** Runs a TypeScript compiler as its user does: as a process over a project. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A path of the repository. */
export const repoPath = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export const ownCompiler = repoPath('node_modules/typescript/bin/tsc')

/** What the compiler reports, one message a line; empty where it is content. Rejects where it cannot be run. */
export function runTsc(args: readonly string[], compiler: string = ownCompiler): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [compiler, ...args], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const lines = stdout.split('\n').filter((line) => line !== '')
      if (error !== null && lines.length === 0) reject(new Error(`${compiler} did not run: ${error.message}\n${stderr}`, { cause: error }))
      else resolve(lines)
    })
  })
}

/**
 * Compiles files outside the repository against its sources, under the repository's own strict settings.
 * Returns what the compiler reports.
 */
export async function typeCheck(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'llmgen-types-'))
  try {
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n')
    const compilerOptions = { rootDir: '/', typeRoots: [repoPath('node_modules/@types')] }
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: repoPath('tsconfig.json'), compilerOptions, include: ['**/*.ts'], exclude: [] }),
    )
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    return await runTsc(['-p', folder])
  } finally {
    await rm(folder, { recursive: true })
  }
}
