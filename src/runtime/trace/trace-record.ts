/** Records what a client's calls ask for, what comes of each attempt, and what the router does about it. */

import type { Clock } from '../../protocol/ports.js'
import type { Engine } from '../engine.js'
import { actAfter } from '../platform/sleep.js'
import type { Run } from '../run.js'
import { hideInJson, keysOf } from '../sign-in/hide-keys.js'
import { needsOf } from '../tokens/needs.js'
import { offAbort, onAbort } from '../transport/abort-listeners.js'
import { seededRandom } from './seeded-random.js'
import { type TracedCall, type TracedNeeds, type TraceHeader, type TraceLine, traceVersion } from './trace-format.js'
import type { TracedPlace, TraceHooks, Tracer } from './trace-hooks.js'
import { steeringVariables } from './trace-variables.js'

export type TraceOptions = {
  /** Seed of the client's random numbers. Default 1. */
  readonly seed?: number
  /** Takes each line, with its end. Must not throw; called while a call is on its way, so it should not wait for a disk. */
  readonly write: (line: string) => void
}

/**
 * A recorder for one client: `createLlm({ trace: recordTrace({ write }) })`. Its lines hold model names, tags, counts of
 * tokens, times and error codes, but neither prompts nor answers nor keys. `llmgen explain --trace FILE` replays them.
 */
export function recordTrace({ seed = 1, write }: TraceOptions): Tracer {
  return {
    attach: (engine, place) => {
      const keys = keysOf(engine.deployments)
      return attachTo(engine, place, { seed, put: (line) => write(`${hideInJson(JSON.stringify(withShortCode(line)), keys)}\n`) })
    },
  }
}

type Recorder = { readonly seed: number; readonly put: (line: TraceLine | TraceHeader) => void }

/** A provider may write anything where its error has a code, also what it was asked; a code that is no word tells routing nothing. */
function withShortCode<L extends TraceLine | TraceHeader>(line: L): L {
  return 'code' in line && line.code !== null && !/^[\w.:/-]{1,80}$/.test(line.code) ? { ...line, code: 'no_word' } : line
}

/** Headers of answers from which routing learns. */
const learned = /^retry-after|ratelimit/

function attachTo(engine: Engine, { env, ownClock }: TracedPlace, { seed, put }: Recorder): Engine {
  void loadRareParts()
  put(headerOf(engine, seed, steeringVariables(engine.plan, env)))
  const now = ownClock ? steadyClock(engine.now) : engine.now
  const headers: LearnedHeaders = new Map()
  const leaving = new Map<number, () => void>()
  let waits = 0
  return {
    ...engine,
    now,
    random: seededRandom(seed),
    sleep: async (ms, signal) => {
      const nth = ++waits
      await engine.sleep(ms, signal)
      put({ is: 'wake', nth, at: now() })
    },
    onEvent(event) {
      put({ is: 'event', ...event })
      if (event.type === 'done') {
        leaving.get(event.call)?.()
        leaving.delete(event.call)
      }
      engine.onEvent?.(event)
    },
    headerLearners: [...engine.headerLearners, (_engine, index, all) => void headers.set(index, onlyLearned(all))],
    trace: { called: callListener(put, now, leaving, engine.features.length > 0), ...outcomeListeners(put, now, headers) },
  }
}

/** Headers of the answer that is being taken in, by deployment index. */
type LearnedHeaders = Map<number, { readonly [name: string]: string }>

/** `leaving` holds, by call under way, how to stop listening to its signal. */
function callListener(put: Recorder['put'], now: Clock, leaving: Map<number, () => void>, isChecked: boolean): TraceHooks['called'] {
  return (run) => {
    put(callLine(run, isChecked))
    const { id: call, signal } = run
    if (signal === undefined) return
    const leave = () => put({ is: 'leave', call, at: now() })
    onAbort(signal, leave)
    leaving.set(call, () => offAbort(signal, leave))
  }
}

function outcomeListeners(put: Recorder['put'], now: Clock, headers: LearnedHeaders): Omit<TraceHooks, 'called'> {
  return {
    opened: ({ run, index }) => put({ is: 'open', call: run.id, at: now(), ...taken(headers, index) }),
    answered({ run, index }, usage, costNanoUsd) {
      put({
        is: 'answer',
        call: run.id,
        at: now(),
        ...(usage !== undefined && { usage: [usage.prompt_tokens, usage.completion_tokens ?? 0] }),
        ...(costNanoUsd !== undefined && { costNanoUsd }),
        ...taken(headers, index),
      })
    },
    failed(run, _index, { kind, code, status, retryAfterMs, headers: all }) {
      const known = onlyLearned(all)
      put({
        is: 'fail',
        call: run.id,
        at: now(),
        kind,
        code,
        status,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
        ...(Object.keys(known).length > 0 && { headers: known }),
      })
    },
  }
}

/**
 * Loads what the engine imports with its first failure and its first stream: while that is under way other calls go on, and
 * a decision would come later than what it follows from.
 */
export async function loadRareParts(): Promise<void> {
  await Promise.all([
    import('../after-failure.js'),
    import('../bill.js'),
    import('../create-run.js'),
    import('../filtered-answer.js'),
    import('../health/failed-attempt.js'),
    import('../nothing-eligible.js'),
    import('../refused-answer.js'),
    import('../streams/open-streams.js'),
    import('../transport/transport-failure.js'),
  ])
}

/** The clock of the machine, standing still while the loop takes one turn: all that follows from one event has one time. */
function steadyClock(clock: Clock): Clock {
  let read: number | undefined
  const forget = () => {
    read = undefined
  }
  return () => {
    if (read === undefined) {
      read = clock()
      actAfter(0, forget)
    }
    return read
  }
}

function taken(headers: LearnedHeaders, index: number) {
  const found = headers.get(index)
  headers.delete(index)
  return found === undefined || Object.keys(found).length === 0 ? {} : { headers: found }
}

function onlyLearned(headers: { readonly [name: string]: string }): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => learned.test(name)))
}

function headerOf({ plan, deployments, store }: Engine, seed: number, variables: TraceHeader['variables']): TraceHeader {
  return {
    trace: traceVersion,
    planVersion: plan.planVersion,
    plan: plan.hash,
    strategy: plan.routing.strategy,
    seed,
    deployments: plan.deployments.map(({ id, group, provider, model }, index) => {
      const code = deployments[index]?.fault?.code
      const name = typeof model === 'string' ? model : `<${model.env}>`
      return { id, group, provider, model: name, ...(typeof code === 'string' && { unready: code }) }
    }),
    variables,
    shared: store !== undefined,
  }
}

function callLine(run: Run, isChecked: boolean): TracedCall {
  const { numRetries, maxFallbacks, deadlineMs, priority, mockResponse, mockTimeout } = run.prepared.controls
  return {
    is: 'call',
    call: run.id,
    at: run.startedAt,
    model: String(run.body.model),
    endpoint: run.endpoint,
    stream: run.streaming,
    ...(run.requested !== undefined && { fallbacks: run.requested.map(({ group }) => group) }),
    ...(numRetries !== undefined && { numRetries }),
    ...(maxFallbacks !== undefined && { maxFallbacks }),
    ...(deadlineMs !== undefined && { deadlineMs }),
    ...(priority !== undefined && { priority }),
    ...((mockResponse !== undefined || mockTimeout) && { mocked: true }),
    ...(isChecked && { needs: countedNeeds(run) }),
  }
}

/** With every figure that is worked out only when it is read, and without what features note for themselves. */
function countedNeeds(run: Run): TracedNeeds {
  const { notes: _notes, ...needs } = needsOf(run)
  return { ...needs, window: { ...needs.window } }
}
