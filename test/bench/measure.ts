/** CPU time by contender, in rounds that take turns, so that a busy machine troubles all alike. */

export type Contender = { readonly name: string; readonly run: () => Promise<unknown> }
export type Measured = { readonly name: string; readonly microseconds: number; readonly ratio: number }

/** Middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** CPU microseconds per run, of this process. */
async function cpuOf(run: () => Promise<unknown>, times: number): Promise<number> {
  const before = process.cpuUsage()
  for (let nth = 0; nth < times; nth++) await run()
  const spent = process.cpuUsage(before)
  return (spent.user + spent.system) / times
}

/** Medians over `rounds`, and of the ratio to the first contender within each round. */
export async function compare(contenders: readonly Contender[], times: number, rounds: number): Promise<readonly Measured[]> {
  for (const { run } of contenders) await cpuOf(run, times)
  const spent = contenders.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [at, { run }] of contenders.entries()) spent[at]?.push(await cpuOf(run, times))
  }
  const first = spent[0] ?? []
  return contenders.map(({ name }, at) => {
    const own = spent[at] ?? []
    return { name, microseconds: median(own), ratio: median(own.map((value, round) => value / (first[round] ?? Number.NaN))) }
  })
}
