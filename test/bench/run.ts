/** `npm run bench`: what a call costs, against a local server in a process of its own. Arguments pick parts: call, stream, hot, compile. */
import { fork } from 'node:child_process'
import { cpus } from 'node:os'
import { compileTimes } from './compile-times.js'
import { createContenders } from './contenders.js'
import { hotPaths } from './hot-paths.js'
import { compare, type Measured } from './measure.js'

const parts = process.argv.slice(2)
const wanted = (part: string) => parts.length === 0 || parts.includes(part)
const print = (line = '') => process.stdout.write(`${line}\n`)

function printComparison(title: string, budget: number, measured: readonly Measured[]): void {
  print(`\n${title} (budget for llmgen: ${budget}x)`)
  for (const { name, microseconds, ratio } of measured)
    print(`  ${name.padEnd(32)} ${microseconds.toFixed(0).padStart(7)} µs CPU   ${ratio.toFixed(2).padStart(6)}x`)
}

async function benchCalls(): Promise<void> {
  const server = fork(new URL('./mock-server.ts', import.meta.url))
  try {
    const port = await new Promise<number>((resolve, reject) => {
      server.once('message', (message) => resolve(Number(message)))
      server.once('error', reject)
    })
    const { calls, streams, anthropic, gemini } = createContenders(`http://127.0.0.1:${port}`)
    if (wanted('call')) printComparison('one call', 1.25, await compare(calls, 300, 15))
    if (wanted('stream')) printComparison('one stream of 99 chunks', 1.5, await compare(streams, 30, 15))
    if (wanted('stream')) printComparison('the same in Anthropic’s events', 2, await compare(anthropic, 30, 15))
    if (wanted('stream')) printComparison('the same in Gemini’s events', 2, await compare(gemini, 30, 15))
  } finally {
    server.kill()
  }
}

function benchHotPaths(): void {
  print('\nparts of every call')
  for (const { name, nanoseconds, budget, bytesAllocated } of hotPaths()) {
    const allocated = bytesAllocated === undefined ? '' : `, ${bytesAllocated} bytes allocated`
    print(`  ${name.padEnd(75)} ${nanoseconds.toFixed(0).padStart(7)} ns (budget ${budget})${allocated}`)
  }
}

function benchCompile(): void {
  const timings = compileTimes()
  print('\nthe CLI as a whole process')
  if (timings === undefined) print('  not measured: there is no dist/bin/llmgen.js; run npm run build')
  for (const { name, seconds, budget } of timings ?? [])
    print(`  ${name.padEnd(32)} ${seconds.toFixed(2).padStart(6)} s (budget ${budget})`)
}

print(`node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown processor'}`)
if (wanted('call') || wanted('stream')) await benchCalls()
if (wanted('hot')) benchHotPaths()
if (wanted('compile')) benchCompile()
process.exit(0)
