/** `npm run soak`: the tests with random input, with many more runs than `npm test` gives them. Further arguments go to vitest. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Test files that ask how long they may run. */
const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test', name))
  .filter((path) => readFileSync(join(root, path), 'utf8').includes('support/soak.js'))

const words = ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout=3600000', ...files, ...process.argv.slice(2)]
const child = spawn(process.execPath, words, { cwd: root, stdio: 'inherit', env: { ...process.env, LLMGEN_SOAK: '1' } })
child.on('close', (code) => {
  process.exitCode = code ?? 1
})
