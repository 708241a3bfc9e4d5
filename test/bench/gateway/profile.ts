/** Where a CPU profile says that the time went. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Node = {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
}
type CpuProfile = { readonly nodes: readonly Node[]; readonly samples: readonly number[]; readonly timeDeltas: readonly number[] }
/** A function and its part of the time in which something ran, 0 to 1. */
export type SelfTime = { readonly name: string; readonly share: number }

/** The `count` functions with most time of their own in the one profile in `folder`; waiting is left out. */
export function selfTimes(folder: string, count: number): readonly SelfTime[] {
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'))
  if (file === undefined) throw new Error('the server wrote no profile: it did not end by itself')
  // written by Node itself, in the form of the DevTools protocol
  const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const names = new Map(nodes.map(({ id, callFrame }) => [id, named(callFrame)]))
  const spent = new Map<string, number>()
  let all = 0
  for (const [at, id] of samples.entries()) {
    const name = names.get(id) ?? '?'
    if (name === '(idle)') continue
    const delta = timeDeltas[at] ?? 0
    all += delta
    spent.set(name, (spent.get(name) ?? 0) + delta)
  }
  const sorted = [...spent].sort(([, a], [, b]) => b - a).slice(0, count)
  return sorted.map(([name, micros]) => ({ name, share: micros / all }))
}

function named({ functionName, url, lineNumber }: Node['callFrame']): string {
  const file = url.replace(/^.*node_modules\//, '').replace(/^.*\/dist\//, 'dist/')
  return `${functionName || '(anonymous)'}${file === '' ? '' : `  ${file}:${lineNumber + 1}`}`
}
