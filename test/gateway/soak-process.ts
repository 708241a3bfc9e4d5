/** `llmgen serve` as a process of its own that also tells, when its parent asks, what memory it holds after a collection. */
import { runCli } from '../../src/cli/program.js'
import { processTerminal } from '../../src/cli/terminal.js'

/** What the parent is told; bytes. */
export type MemorySample = { readonly heap: number; readonly rss: number; readonly external: number }

process.on('message', () => {
  for (let turn = 0; turn < 3; turn++) globalThis.gc?.()
  const { heapUsed, rss, external } = process.memoryUsage()
  const sample: MemorySample = { heap: heapUsed, rss, external }
  process.send?.(sample)
})
process.on('disconnect', () => process.exit(0))
process.exitCode = await runCli(['serve', ...process.argv.slice(2)], processTerminal())
process.disconnect?.()
