/** `llmgen explain --trace FILE`: were these calls to go where this config sends them? */
import { resolve } from 'node:path'
import { isDecision, type TraceLine, traceVersion } from '../runtime/trace/trace-format.js'
import { showLine } from './display-width.js'
import { type ExitCode, exitCode, Stop } from './exit.js'
import { compiledPlan, type ExplainFlags } from './explain.js'
import { readText } from './read-file.js'
import { painter, type Terminal } from './terminal.js'
import { type Difference, replayTrace, type Trace } from './trace-replay.js'

/** Lines shown before a difference. */
const shownBefore = 6

/** Exit 0 where all decisions are the same, 1 at the first that is not. */
export async function explainTrace(file: string, model: string | undefined, flags: ExplainFlags, terminal: Terminal): Promise<ExitCode> {
  if (model !== undefined) throw new Stop(exitCode.misuse, `explain takes a model name or --trace, not both: "${model}" and ${file}`)
  const trace = parseTrace(readText(resolve(terminal.cwd, flags.cwd ?? '', file), file), file)
  const compiled = await compiledPlan(flags, terminal)
  if (compiled === undefined) return exitCode.problems
  const difference = await replayTrace(trace, compiled.plan)
  const calls = trace.lines.filter(({ is }) => is === 'call').length
  const decisions = trace.lines.filter(isDecision).length
  const samePlan = trace.header.plan === compiled.plan.hash
  const found = { file, calls, decisions, same: difference === undefined, samePlan }
  if (flags.json === true) {
    const told = difference === undefined ? {} : { difference: { ...difference, line: lineNumber(difference) } }
    terminal.out(`${JSON.stringify({ ...found, ...told }, undefined, 2)}\n`)
  } else terminal.out(difference === undefined ? allTheSame(found) : firstDifference(found, trace, difference, terminal))
  return difference === undefined ? exitCode.clean : exitCode.problems
}

type Found = { readonly file: string; readonly calls: number; readonly decisions: number; readonly samePlan: boolean }

function allTheSame({ calls, decisions, samePlan }: Found): string {
  const other = samePlan ? '' : ', though the config is another than the recorded one'
  return `${count(calls, 'call')}, ${count(decisions, 'decision')}: all the same${other}\n`
}

function firstDifference(
  { file, calls, decisions, samePlan }: Found,
  { header, lines }: Trace,
  difference: Difference,
  terminal: Terminal,
): string {
  const paint = painter(terminal.colour)
  const { at, recorded, replayed } = difference
  const before = lines.slice(Math.max(0, at - shownBefore), at)
  const now = typeof replayed === 'string' ? replayed : replayed === undefined ? 'nothing more' : describe(replayed)
  const hints = [
    ...(samePlan ? [] : ['the config is another than the recorded one: this is where it decides otherwise']),
    ...(header.shared ? ['state was shared with other processes, whose calls are not in the trace'] : []),
    ...(samePlan && !header.shared ? ['same config, another decision: the trace was recorded by another version, or was changed'] : []),
  ]
  return [
    `${count(calls, 'call')}, ${count(decisions, 'decision')}: the first difference is at ${showLine(file)}:${lineNumber(difference)}`,
    ...before.map((line) => `    ${describe(line)}`),
    `${paint('green', '  recorded')}: ${recorded === undefined ? 'nothing more' : describe(recorded)}`,
    `${paint('red', '  replayed')}: ${now}`,
    ...hints.map((hint) => `${paint('cyan', 'note')}: ${hint}`),
    '',
  ].join('\n')
}

/** Of the file: the header is its first. */
function lineNumber({ at }: Difference): number {
  return at + 2
}

function describe(line: TraceLine): string {
  const { is, at, ...rest } = line
  const { type, ...facts } = 'type' in rest ? rest : { type: is, ...rest }
  const words = Object.entries(facts).map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
  return showLine(`${at} ${type} ${words.join(' ')}`)
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`
}

/** Reads a trace. Stops with exit 2 where the file holds something else; a last line that was cut off is left out. */
export function parseTrace(text: string, file: string): Trace {
  const [first = '', ...rest] = text.split('\n')
  const header = parseLine(first)
  if (!isRecord(header) || typeof header.trace !== 'number')
    throw new Stop(exitCode.misuse, `${file} is no trace: its first line is not the header that recordTrace writes`)
  if (header.trace !== traceVersion)
    throw new Stop(exitCode.misuse, `${file} is a trace of version ${header.trace}, and this llmgen reads version ${traceVersion}`)
  const lines = rest
    .filter((line, at) => line !== '' && (at < rest.length - 1 || parseLine(line) !== undefined))
    .map((line, at) => {
      const parsed = parseLine(line)
      if (!isRecord(parsed) || typeof parsed.is !== 'string' || typeof parsed.at !== 'number')
        throw new Stop(exitCode.misuse, `${file}:${at + 2}: this is no line of a trace`)
      return parsed
    })
  // Lines are written by `recordTrace` of this version; their form was looked at above as far as a person could break it.
  return { header, lines } as unknown as Trace
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // said by whoever asked, with the place
  }
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
