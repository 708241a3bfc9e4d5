/** Replays a trace through the real engine: each input in its turn, and what the router does beside what it did. */
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Plan } from '../plan/plan.js'
import { ApiError } from '../protocol/errors.js'
import { isFault } from '../protocol/failure.js'
import type { AbortSignalLike } from '../protocol/http.js'
import { runCall } from '../runtime/attempt-loop.js'
import { createRun } from '../runtime/create-run.js'
import type { Engine } from '../runtime/engine.js'
import type { Run } from '../runtime/run.js'
import { openings } from '../runtime/streams/open-streams.js'
import type { TracedCall, TraceHeader, TraceLine } from '../runtime/trace/trace-format.js'
import type { Tracer } from '../runtime/trace/trace-hooks.js'
import { rehearsedPlan } from '../runtime/trace/trace-plan.js'
import { loadRareParts, recordTrace } from '../runtime/trace/trace-record.js'
import { type Asked, createWorld, fixNeeds, type Told } from '../runtime/trace/trace-world.js'
import { attemptWhole } from '../runtime/whole-attempt.js'
import { loadRoutingParts } from '../sdk/routing-parts.js'
import { batchAt, isSkipped, keptAnswers, signature } from './trace-lines.js'

/** Something the router did in the trace and did not do now, or the other way round. `at` is a position in the trace. */
export type Difference = {
  readonly at: number
  readonly recorded: TraceLine | undefined
  readonly replayed: TraceLine | string | undefined
}

export type Trace = { readonly header: TraceHeader; readonly lines: readonly TraceLine[] }

type Pending<T> = { readonly resolve: (value: T) => void }

/** Turns of the loop that a step is waited for, more than any chain of promises takes, and then milliseconds, for code that is loaded on the way. */
const quickTurns = 200
const slowTurns = 2_000

/** The first difference, or undefined where all is the same. */
export async function replayTrace(trace: Trace, plan: Plan): Promise<Difference | undefined> {
  await loadRareParts()
  const replay = new Replay(trace, plan)
  return replay.run(await loadRoutingParts(rehearsedPlan(plan, () => undefined)))
}

/** One replay. */
class Replay {
  readonly #trace: Trace
  readonly #plan: Plan
  /** What the recorder of the replay has written and nobody compared yet. */
  readonly #written: TraceLine[] = []
  readonly #asked = new Map<number, Pending<Told>>()
  readonly #sleeps = new Map<number, Pending<void>>()
  readonly #signals = new Map<number, Leaving>()
  /** Calls with an attempt whose request has not come yet, by deployment index. */
  readonly #starting = new Map<number, number[]>()
  readonly #callOf = new WeakMap<Asked, number>()
  /** Of the trace, by call, so that what an attempt used can be put in the place of what the stand-in tells. */
  readonly #spent = new Map<number, Extract<TraceLine, { is: 'answer' }>>()
  #time = 0
  #waits = 0

  constructor(trace: Trace, plan: Plan) {
    this.#trace = trace
    this.#plan = plan
  }

  async run(parts: Awaited<ReturnType<typeof loadRoutingParts>>): Promise<Difference | undefined> {
    const world = this.#createWorld(parts)
    const { lines } = this.#trace
    const skipped = keptAnswers(lines)
    let at = 0
    while (at < lines.length) {
      const batch = batchAt(lines, at)
      const wanted = lines.slice(at, at + batch).filter((line) => !isSkipped(line, skipped))
      for (const line of wanted) {
        const refused = this.#give(world, line)
        if (refused !== undefined) return { at: lines.indexOf(line), recorded: line, replayed: refused }
      }
      const difference = await this.#compare(wanted)
      if (difference !== undefined) return difference
      at += batch
    }
    return undefined
  }

  /** Waits until the replay has written as much as the trace holds here, and compares the two. */
  async #compare(wanted: readonly TraceLine[]): Promise<Difference | undefined> {
    for (let turn = 0; turn < quickTurns + slowTurns && this.#written.length < wanted.length; turn++)
      await (turn < quickTurns ? setImmediate() : setTimeout(1))
    // The requests and waits that follow on the last step are there a moment later.
    for (let turn = 0; turn < 2; turn++) await setImmediate()
    for (const recorded of wanted) {
      const replayed = this.#written.shift()
      if (replayed === undefined || signature(recorded) !== signature(replayed))
        return { at: this.#trace.lines.indexOf(recorded), recorded, replayed }
    }
    // What was written beyond that is compared with what follows in the trace; a trace may end before its calls do.
    return undefined
  }

  /** Does what an input says; events are only waited for. A text is why it cannot be done. */
  #give(world: Engine, line: TraceLine): string | undefined {
    if (line.is === 'event') return undefined
    this.#time = line.at
    if (line.is === 'call') return this.#call(world, line)
    if (line.is === 'wake') {
      const sleep = this.#sleeps.get(line.nth)
      this.#sleeps.delete(line.nth)
      sleep?.resolve()
      return undefined
    }
    if (line.is === 'leave') {
      this.#signals.get(line.call)?.leave()
      return undefined
    }
    const asked = this.#asked.get(line.call)
    this.#asked.delete(line.call)
    if (line.is === 'answer') this.#spent.set(line.call, line)
    // Without a request under way it is a deployment that cannot be asked, or an answer without a provider.
    asked?.resolve(toTold(line))
    return undefined
  }

  #call(world: Engine, line: TracedCall): string | undefined {
    const signal = new Leaving()
    this.#signals.set(line.call, signal)
    // Calls that are not replayed have numbers too.
    world.state.calls = line.call - 1
    const run = createRun(world, 'chat', bodyOf(line), optionsOf(line, signal), line.stream)
    if (isFault(run)) return run.failure.message
    if (line.needs !== undefined) fixNeeds(run, line.needs)
    world.trace?.called(run)
    void toItsEnd(run)
    return undefined
  }

  #createWorld(parts: Awaited<ReturnType<typeof loadRoutingParts>>): Engine {
    const { header } = this.#trace
    const unready = new Map(
      header.deployments.flatMap(({ id, unready: code }) => {
        const index = this.#plan.deployments.findIndex((deployment) => deployment.id === id)
        return code === undefined || index < 0 ? [] : [[index, code] as const]
      }),
    )
    const recorder = recordTrace({ seed: header.seed, write: (text) => this.#hear(text) })
    return createWorld({
      ...parts,
      plan: rehearsedPlan(this.#plan, (name) => header.variables[name], unready),
      answer: (asked) => this.#answer(asked),
      options: {
        env: header.variables,
        now: () => this.#time,
        sleep: (_ms, signal) => this.#sleep(signal),
        trace: this.#withSpent(recorder),
      },
    })
  }

  #hear(text: string): void {
    const line: TraceLine | TraceHeader = JSON.parse(text)
    if ('trace' in line) return
    this.#written.push(line)
    if (line.is === 'event' && line.type === 'attempt') {
      const index = this.#plan.deployments.findIndex(({ id }) => id === line.deploymentId)
      this.#starting.set(index, [...(this.#starting.get(index) ?? []), line.call])
    } else if (line.is === 'answer' || line.is === 'fail') {
      for (const [index, calls] of this.#starting)
        this.#starting.set(
          index,
          calls.filter((call) => call !== line.call),
        )
    }
  }

  /** A stream is asked twice, for its first content and for its end, about the same request. */
  #answer(asked: Asked): Promise<Told> {
    const [next, ...others] = this.#starting.get(asked.index) ?? []
    const call = this.#callOf.get(asked) ?? next
    if (call === undefined) return new Promise(() => {})
    if (!this.#callOf.has(asked)) this.#starting.set(asked.index, others)
    this.#callOf.set(asked, call)
    return new Promise((resolve) => {
      this.#asked.set(call, { resolve })
    })
  }

  /** Ends where the trace says so, or where the router itself cuts it short. */
  #sleep(signal: AbortSignalLike | undefined): Promise<void> {
    const nth = ++this.#waits
    return new Promise((resolve) => {
      this.#sleeps.set(nth, { resolve })
      if (signal?.aborted) resolve()
      else signal?.addEventListener('abort', resolve)
    })
  }

  /** What an attempt really used is in the trace; the stand-in's answer has no caches, searches and tiers. */
  #withSpent(recorder: Tracer): Tracer {
    return {
      attach: (engine, place) => {
        const traced = recorder.attach(engine, place)
        const { trace } = traced
        if (trace === undefined) return traced
        const answered: typeof trace.answered = (site, usage, cost) => {
          const line = this.#spent.get(site.run.id)
          if (line !== undefined) {
            const [prompt, output] = line.usage ?? []
            site.spent = { tokens: prompt === undefined ? undefined : prompt + (output ?? 0), costNanoUsd: line.costNanoUsd }
          }
          trace.answered(site, usage, cost)
        }
        return { ...traced, trace: { ...trace, answered } }
      },
    }
  }
}

async function toItsEnd(run: Run<'chat'>): Promise<void> {
  try {
    if (run.streaming) await (await openings.chat(run)).final()
    else await runCall(run, { attempt: attemptWhole, releasedBy: 'loop' })
  } catch (error) {
    // How a call ends is an event; its error is only thrown to whoever made the call.
    if (!ApiError.is(error)) throw error
  }
}

function bodyOf({ model, fallbacks, maxFallbacks, priority, mocked }: TracedCall) {
  return {
    model,
    messages: [],
    ...(fallbacks !== undefined && (fallbacks.length === 0 ? { disable_fallbacks: true } : { fallbacks: [...fallbacks] })),
    ...(maxFallbacks !== undefined && { max_fallbacks: maxFallbacks }),
    ...(priority !== undefined && { priority }),
    ...(mocked === true && { mock_response: '' }),
  }
}

function optionsOf({ numRetries, deadlineMs }: TracedCall, signal: AbortSignalLike) {
  return { signal, ...(numRetries !== undefined && { maxRetries: numRetries }), ...(deadlineMs !== undefined && { deadline: deadlineMs }) }
}

function toTold(line: Extract<TraceLine, { is: 'open' | 'answer' | 'fail' }>): Told {
  const { headers } = line
  if (line.is === 'open') return { status: 200, usage: undefined, headers }
  if (line.is === 'fail') {
    const { kind, code, status, retryAfterMs } = line
    return { failure: { kind, code, status, ...(retryAfterMs !== undefined && { retryAfterMs }) }, headers }
  }
  const [prompt, output] = line.usage ?? []
  const usage = prompt === undefined ? undefined : { prompt_tokens: prompt, completion_tokens: output ?? 0 }
  return { status: 200, usage, headers }
}

/** The caller's signal in a replay. */
class Leaving implements AbortSignalLike {
  aborted = false
  readonly reason = new Error('the caller left')
  readonly #listeners = new Set<() => void>()

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener)
  }

  leave(): void {
    this.aborted = true
    for (const listener of this.#listeners) listener()
  }
}
