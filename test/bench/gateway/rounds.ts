/** Load on each contender in turn, again and again, so that a busy machine troubles all alike; medians over the rounds. */
import { median } from '../measure.js'
import type { BenchCase } from './cases.js'
import { type Load, load, loadScript } from './load.js'
import { cpuSeconds } from './processes.js'
import type { Contender, Running } from './servers.js'

export type Started = { readonly contender: Contender; readonly running: Running }
/** What a contender needs for a case; `ratio` is CPU over the first contender's in the same round. */
export type Figures = {
  readonly name: string
  readonly microseconds: number
  readonly ratio: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly errors: number
}
type Round = Load & { readonly microseconds: number }

/** Seconds of load before anything is measured: a server runs for days, the compiler is done with its code in the first seconds. */
const warmUpRounds = 8

/** Warms each contender up, then measures `rounds` seconds of each, one by one. */
export async function measure(asked: BenchCase, started: readonly Started[], rounds: number, folder: string): Promise<readonly Figures[]> {
  const loaded = started.map(({ contender, running }, at) => {
    const target = contender.target(asked)
    const script = loadScript(folder, `${asked.name}-${at}`, target)
    return { contender, round: () => oneRound(asked, script, target.url, running.pid), done: [] as Round[] }
  })
  for (const { round } of loaded) for (let nth = 0; nth < warmUpRounds; nth++) await round()
  for (let nth = 0; nth < rounds; nth++) for (const { round, done } of loaded) done.push(await round())
  const first = loaded[0]?.done ?? []
  return loaded.map(({ contender: { name }, done }) => {
    const middle = (pick: (round: Round) => number) => median(done.map(pick))
    return {
      name,
      microseconds: middle(({ microseconds }) => microseconds),
      ratio: median(done.map(({ microseconds }, at) => microseconds / (first[at]?.microseconds ?? Number.NaN))),
      perSecond: middle(({ requests, seconds }) => requests / seconds),
      p50: middle(({ p50 }) => p50),
      p99: middle(({ p99 }) => p99),
      errors: done.reduce((sum, { errors }) => sum + errors, 0),
    }
  })
}

async function oneRound(asked: BenchCase, script: string, url: string, pid: number): Promise<Round> {
  const before = cpuSeconds(pid)
  const measured = await load(script, url, asked.connections, 1)
  return { ...measured, microseconds: ((cpuSeconds(pid) - before) * 1e6) / measured.requests }
}
