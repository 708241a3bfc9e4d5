/** Groups that fall back on each other are common and do no harm here: chains are flattened with each group once. Worth knowing all the same. */
import { fallbackKinds, type FallbackChain } from '../config-fallbacks.js'
import type { Config } from '../config.js'
import type { Diagnostic } from '../diagnostic.js'
import { toGroup } from '../lower-chains.js'
import type { RuleContext } from './rule.js'

export function* fallbackCycle({ config }: RuleContext): Generator<Diagnostic> {
  for (const kind of fallbackKinds) {
    for (const cycle of findCycles(config.fallbacks[kind].chains, config)) {
      const closing = cycle.at(-1)
      if (closing === undefined) continue
      const names = cycle.map((step) => `"${step.from}"`)
      yield {
        severity: 'note',
        rule: 'fallback-cycle',
        message: `fallbacks form a cycle: ${[...names, names[0]].join(' → ')}`,
        at: closing.at,
        label: 'leads back to the start',
        help: { text: 'nothing to do: a call tries each group once' },
      }
    }
  }
}

type Step = { readonly from: string; readonly to: string; readonly at: FallbackChain['at'] }

/** One cycle for each edge that leads back to a group on the path of a depth-first walk; each edge is walked once. */
function findCycles(chains: readonly FallbackChain[], config: Config): readonly (readonly Step[])[] {
  const steps = new Map<string, Step[]>()
  for (const chain of chains) {
    const from = toGroup(chain.from.value, config)
    if (steps.has(from)) continue
    const to = chain.to.map((target) => ({ from, to: toGroup(target.value, config), at: target.at }))
    steps.set(
      from,
      to.filter((step) => step.to !== from),
    )
  }
  const cycles: Step[][] = []
  const done = new Set<string>()
  for (const start of steps.keys()) if (!done.has(start)) walk(start, steps, done, cycles)
  return cycles
}

/** Iterative, so that a long chain cannot exhaust the stack. */
function walk(start: string, steps: ReadonlyMap<string, readonly Step[]>, done: Set<string>, cycles: Step[][]): void {
  const path: Step[] = []
  const onPath = new Map<string, number>([[start, 0]])
  const stack: { readonly group: string; next: number }[] = [{ group: start, next: 0 }]
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const step = steps.get(frame.group)?.[frame.next++]
    if (step === undefined) {
      stack.pop()
      path.pop()
      onPath.delete(frame.group)
      done.add(frame.group)
      continue
    }
    const depth = onPath.get(step.to)
    if (depth !== undefined) cycles.push([...path.slice(depth), step])
    else if (!done.has(step.to)) {
      path.push(step)
      onPath.set(step.to, path.length)
      stack.push({ group: step.to, next: 0 })
    }
  }
}
