/** Runs a TypeScript compiler as its user does: as a process over a project. */
import { execFile } from 'node:child_process'
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
