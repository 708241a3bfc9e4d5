/**
 * Load on each contender in turn, again and again, so that a busy machine troubles all alike; medians over the rounds.
 * The first contender runs before and after each of the others: what these cost is told in terms of both.
 */
import { median } from '../measure.js'
import type { BenchCase } from './cases.js'
import { type Load, load, loadScript } from './load.js'
import { besideSeconds, cpuSeconds, untilQuiet } from './processes.js'
import type { Contender, Running } from './servers.js'

export type Started = { readonly contender: Contender; readonly running: Running }
/** What a contender needs for a case; `ratio` is CPU over the first contender's in the rounds beside. */
export type Figures = {
  readonly name: string
  readonly microseconds: number
  readonly ratio: number
  /** The lowest and the highest of all rounds. */
  readonly ratios: readonly [number, number]
  /** What of the CPU was of the busiest thread beside the first: of an embedded database, of a compiler or collector elsewhere. */
  readonly beside: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly errors: number
}
type Round = Load & { readonly microseconds: number; readonly beside: number }
type Loaded = { readonly name: string; readonly round: (seconds: number) => Promise<Round>; readonly done: Round[] }

/** Seconds of load before anything is measured: a server runs for days, the compiler is done with its code in the first seconds. */
const warmUpSeconds = 10
/** Seconds of load in a round. */
export const roundSeconds = 2

/** Warms each contender up, then measures `seconds` of load on each, round by round. */
export async function measure(asked: BenchCase, started: readonly Started[], seconds: number, folder: string): Promise<readonly Figures[]> {
  const all = started.map(({ contender, running }, at): Loaded => {
    const target = contender.target(asked)
    const script = loadScript(folder, `${asked.name}-${at}`, target)
    return { name: contender.name, round: (length) => oneRound(asked, script, target.url, running.pid, length), done: [] }
  })
  const [first, ...others] = all
  if (first === undefined) return []
  for (const { round } of all) await round(warmUpSeconds)
  const rounds = Math.max(1, Math.round(seconds / roundSeconds))
  const ratios = others.map((): number[] => [])
  let before = await first.round(roundSeconds)
  for (let nth = 0; nth < rounds; nth++) {
    first.done.push(before)
    for (const [at, { round, done }] of others.entries()) {
      const own = await round(roundSeconds)
      const after = await first.round(roundSeconds)
      done.push(own)
      ratios[at]?.push(own.microseconds / ((before.microseconds + after.microseconds) / 2))
      before = after
    }
    if (others.length === 0) before = await first.round(roundSeconds)
  }
  return [figuresOf(first, [1]), ...others.map((each, at) => figuresOf(each, ratios[at] ?? []))]
}

function figuresOf({ name, done }: Loaded, ratios: readonly number[]): Figures {
  const middle = (pick: (round: Round) => number) => median(done.map(pick))
  return {
    name,
    microseconds: middle(({ microseconds }) => microseconds),
    ratio: median(ratios),
    ratios: [Math.min(...ratios), Math.max(...ratios)],
    beside: middle(({ beside }) => beside),
    perSecond: middle(({ requests, seconds }) => requests / seconds),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    errors: done.reduce((sum, { errors }) => sum + errors, 0),
  }
}

/** What is left to do after the load, such as rows for a database, belongs to the requests. */
async function oneRound(asked: BenchCase, script: string, url: string, pid: number, length: number): Promise<Round> {
  const [before, besideBefore] = [cpuSeconds(pid), besideSeconds(pid)]
  const measured = await load(script, url, asked.connections, length)
  await untilQuiet(pid)
  const each = (seconds: number) => (seconds * 1e6) / measured.requests
  return { ...measured, microseconds: each(cpuSeconds(pid) - before), beside: each(besideSeconds(pid) - besideBefore) }
}
