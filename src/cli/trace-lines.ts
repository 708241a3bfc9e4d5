/** Which lines of a trace are told together, left out and taken for the same when it is replayed. */
import type { TraceLine, TraceStep } from '../runtime/trace/trace-format.js'

/**
 * How many lines belong together from `at` on: an input with all that followed it, and further failures of the same moment
 * that came before anything was decided about it. They were told in one turn of the loop, and are told so again.
 */
export function batchAt(lines: readonly TraceLine[], at: number): number {
  const first = lines[at]
  let end = at + 1
  let isOpen = first?.is === 'fail'
  for (let line = lines[end]; line !== undefined; line = lines[++end]) {
    if (line.is === 'event') isOpen &&= line.type === 'failure' || line.type === 'cooldown'
    else if (!isOpen || line.is !== 'fail' || line.at !== first?.at) break
  }
  return end - at
}

/** Calls that were answered by a kept answer: they say nothing about routing. */
export function keptAnswers(lines: readonly TraceLine[]): ReadonlySet<number> {
  const kept = lines.filter(
    (line): line is TraceStep => line.is === 'event' && line.type === 'cache' && (line.outcome === 'hit' || line.outcome === 'shared'),
  )
  return new Set(kept.map(({ call }) => call))
}

export function isSkipped(line: TraceLine, kept: ReadonlySet<number>): boolean {
  if (line.is === 'event' && (line.type === 'cache' || line.call === 0)) return true
  return 'call' in line && kept.has(line.call)
}

/** What is compared: prices may have changed since, and the stand-in counts tokens as it was told. */
export function signature(line: TraceLine): string {
  if (line.is === 'call') return `call ${line.call} ${line.model} ${line.stream}`
  if (line.is === 'wake') return `wake ${line.nth}`
  if (line.is !== 'event') return `${line.is} ${line.call}`
  const told = Object.entries(line).filter(([name]) => name !== 'costNanoUsd' && name !== 'inputTokens' && name !== 'outputTokens')
  return JSON.stringify(told.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
