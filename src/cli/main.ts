#!/usr/bin/env node
/** The `llmgen` command: runs the command line of this process and sets its exit code. */
import { exitCode } from './exit.js'
import { runCli } from './program.js'
import { processTerminal } from './terminal.js'

// `llmgen check | head` closes the pipe early: that is no failure of ours
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

try {
  process.exitCode = await runCli(process.argv.slice(2), processTerminal())
} catch (bug) {
  // not one of the documented codes: neither the config nor the command line is to blame
  process.stderr.write(`llmgen bug: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}\n`)
  process.exitCode = exitCode.bug
}
