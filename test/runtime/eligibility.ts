/** Calls on an engine with features of a test's choice, for what is eligible and why. */
import { isFault } from '../../src/protocol/failure.js'
import type { Endpoint, Endpoints } from '../../src/providers/adapter.js'
import { anthropic } from '../../src/providers/anthropic.js'
import { gemini } from '../../src/providers/gemini.js'
import { openai } from '../../src/providers/openai.js'
import type { ClientOptions } from '../../src/runtime/client-types.js'
import { createRun } from '../../src/runtime/create-run.js'
import { createEngine, type Engine } from '../../src/runtime/engine.js'
import type { Check, Feature } from '../../src/runtime/feature.js'
import type { Hindrance, Obstacle } from '../../src/runtime/hindrance.js'
import { latencyBasedRouting, simpleShuffle } from '../../src/runtime/index.js'
import { nothingEligible } from '../../src/runtime/nothing-eligible.js'
import { hindranceOf, pickDeployment } from '../../src/runtime/pick.js'
import { nodePlatform } from '../../src/runtime/platform/node-platform.js'
import type { Run } from '../../src/runtime/run.js'
import { fakeTransport } from '../support/fake-transport.js'
import { buildPlan, type PlanInput } from '../support/plan.js'
import { messages, ok } from './harness.js'

/** A feature whose check says of each deployment what `said` holds for it now. */
export function saying(
  said: { readonly [index: number]: Hindrance },
  more: { readonly checksWhen?: 'limited'; readonly obstacles?: { readonly [index: number]: Obstacle } } = {},
): Feature {
  const check: Check = (_run, index) => said[index]
  const { checksWhen, obstacles = {} } = more
  return () => ({ check: () => check, obstacle: (_run, index) => obstacles[index], ...(checksWhen !== undefined && { checksWhen }) })
}

/** Peers that are installed, by package name; none by default. */
export type Peers = { readonly [name: string]: unknown }

export function world(input: PlanInput, features: readonly Feature[] = [], options: Partial<ClientOptions> = {}, peers: Peers = {}) {
  const clock = { time: 1_000 }
  const imported: string[] = []
  const platform = {
    ...nodePlatform,
    importPeer: async (name: string) => {
      imported.push(name)
      return peers[name]
    },
  }
  const engine = createEngine(
    platform,
    {
      plan: buildPlan(input),
      adapters: { openai, anthropic, gemini },
      strategies: { 'simple-shuffle': simpleShuffle, 'latency-based-routing': latencyBasedRouting },
      features,
    },
    { env: {}, now: () => clock.time, random: () => 0, transport: fakeTransport(() => ok()), ...options },
  )
  return { engine, clock, imported, call: (body: { model?: string } = {}) => callOn(engine, 'chat', { messages, ...body }) }
}

/** A call that has not begun, of group `a` unless the body says otherwise. */
export function callOn<E extends Endpoint>(engine: Engine, endpoint: E, body: object): Run<E> {
  // Tests give bodies that a type checker would refuse, too.
  const run = createRun(engine, endpoint, { model: 'a', ...body } as unknown as Endpoints[E]['request'], undefined, false)
  if (isFault(run)) throw new Error(run.failure.message)
  return run
}

/** The call with these deployments tried already. */
export function havingTried(run: Run, ...tried: readonly number[]): Run {
  run.tried = [...tried]
  return run
}

/** What hinders each deployment of the call's group. */
export function hindrances(run: Run): readonly (Hindrance | undefined)[] {
  const now = run.engine.now()
  return [...run.current.group.deployments].map((index) => hindranceOf(run, index, now))
}

/** The failure of a call for which nothing can be picked. */
export function refusalOf(run: Run) {
  const picked = pickDeployment(run)
  if (picked !== -1) throw new Error(`deployment ${picked} was picked`)
  return nothingEligible(run, run.engine.now())
}
