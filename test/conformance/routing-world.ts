/** A small world around the real router: scripted deployments and callers on virtual time, and all that can be seen of it. */
import { isFault } from '../../src/protocol/failure.js'
import type { AbortSignalLike, HttpReply, HttpStream, Timers, Transport } from '../../src/protocol/http.js'
import { TransportFault, type TransportFaultReason } from '../../src/protocol/http.js'
import type { Reservation, StateStore } from '../../src/protocol/state-store.js'
import { openai } from '../../src/providers/openai.js'
import { runCall } from '../../src/runtime/attempt-loop.js'
import { createRun } from '../../src/runtime/create-run.js'
import { createEngine, type Engine } from '../../src/runtime/engine.js'
import type { RouterEvent } from '../../src/runtime/events.js'
import { limits } from '../../src/runtime/features/limits.js'
import { ApiError } from '../../src/runtime/index.js'
import { nodePlatform } from '../../src/runtime/platform/node-platform.js'
import type { Run, Site } from '../../src/runtime/run.js'
import { memoryStore } from '../../src/runtime/state-store/memory-store.js'
import { latencyBasedRouting } from '../../src/runtime/strategies/latency-based.js'
import { leastBusy } from '../../src/runtime/strategies/least-busy.js'
import { simpleShuffle } from '../../src/runtime/strategies/simple-shuffle.js'
import { chatKind, OpenChatStream } from '../../src/runtime/streams/chat-stream.js'
import { attemptStream } from '../../src/runtime/streams/stream-attempt.js'
import { seededRandom } from '../../src/runtime/trace/seeded-random.js'
import { attemptWhole } from '../../src/runtime/whole-attempt.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { buildPlan, type PlanInput } from '../support/plan.js'

/** What a deployment does with one request. `retry-after` in seconds. */
export type Deed = {
  readonly status: number
  readonly ms: number
  readonly retryAfter?: number
  readonly fault?: TransportFaultReason
  /** Of a stream: it breaks off after its first content. */
  readonly tears?: boolean
  /** Of a 400: it says that the prompt is too long. */
  readonly tooLong?: boolean
}

export type Caller = {
  readonly at: number
  readonly model: string
  readonly stream: boolean
  readonly retries: number | undefined
  readonly deadlineMs: number | undefined
  readonly abortsAfterMs: number | undefined
  /** `fallbacks` and `max_fallbacks` of the body. */
  readonly fallbacks: readonly (string | { readonly model: string })[] | undefined
  readonly maxFallbacks: number | undefined
}

export type Scenario = {
  readonly plan: PlanInput
  /** By deployment, used up in turn; then it answers. */
  readonly deeds: readonly (readonly Deed[])[]
  readonly callers: readonly Caller[]
  readonly seed: number
  /** How long the state store takes to answer; undefined is one that answers at once. */
  readonly storeMs: number | undefined
}

/** How one call ended. */
export type Ending = {
  readonly call: number
  readonly caller: Caller
  readonly startedAt: number
  readonly endedAt: number
  readonly outcome: string
  readonly code: string | null
  readonly attempts: number
}

export type Seen = {
  readonly scenario: Scenario
  readonly engine: Engine
  readonly events: readonly RouterEvent[]
  readonly endings: readonly Ending[]
  /** Most trials of one deployment at the same time, and the least in-flight count of any, at any time. */
  readonly mostTrials: number
  readonly leastInFlight: number
  /** Settlements by reservation. */
  readonly settled: ReadonlyMap<string, number>
  readonly reserved: ReadonlySet<string>
}

const start = 1_000_000
/** Long enough for every wait of every call of a scenario, milliseconds. */
const horizon = 4_000_000

/** Plays a scenario to its end. Throws where a call has not ended by then. */
export async function play(scenario: Scenario): Promise<Seen> {
  const clock = fakeClock(start)
  const events: RouterEvent[] = []
  const watch = { trials: new Map<number, number>(), most: 0, least: 0 }
  const counting = countingStore(scenario.storeMs, clock)
  const engine = createEngine(
    nodePlatform,
    {
      plan: buildPlan(scenario.plan),
      adapters: { openai },
      strategies: { 'simple-shuffle': simpleShuffle, 'latency-based-routing': latencyBasedRouting, 'least-busy': leastBusy },
      features: [limits],
    },
    {
      env: {},
      now: clock.now,
      sleep: clock.sleep,
      random: seededRandom(scenario.seed),
      transport: transportOf(scenario, clock),
      state: counting.store,
      onEvent: (event) => {
        events.push(event)
        watch.least = Math.min(watch.least, ...engine.state.inFlight)
      },
    },
  )
  const endings: Ending[] = []
  const calls = scenario.callers.map(async (caller) => {
    await clock.sleep(caller.at)
    endings.push(await makeCall(engine, clock, caller, watch))
  })
  await clock.advance(horizon)
  if (endings.length < calls.length) throw new Error(`${calls.length - endings.length} calls never ended`)
  await Promise.all(calls)
  const { settled, reserved } = counting
  return { scenario, engine, events, endings, mostTrials: watch.most, leastInFlight: watch.least, settled, reserved }
}

type Watch = { readonly trials: Map<number, number>; most: number; least: number }

async function makeCall(engine: Engine, clock: FakeClock, caller: Caller, watch: Watch): Promise<Ending> {
  const startedAt = clock.now()
  const control = new AbortController()
  if (caller.abortsAfterMs !== undefined) void clock.sleep(caller.abortsAfterMs).then(() => control.abort())
  const body = {
    model: caller.model,
    messages: [{ role: 'user' as const, content: 'hi' }],
    stream: caller.stream,
    ...(caller.fallbacks !== undefined && { fallbacks: caller.fallbacks }),
    ...(caller.maxFallbacks !== undefined && { max_fallbacks: caller.maxFallbacks }),
  }
  const options = {
    signal: control.signal,
    ...(caller.retries !== undefined && { maxRetries: caller.retries }),
    ...(caller.deadlineMs !== undefined && { deadline: caller.deadlineMs }),
  }
  const run = createRun(engine, 'chat', body, options, caller.stream)
  if (isFault(run)) throw new Error(run.failure.message)
  const ended = (outcome: string, code: string | null): Ending => ({
    call: run.id,
    caller,
    startedAt,
    endedAt: clock.now(),
    outcome,
    code,
    attempts: run.attempts.length,
  })
  try {
    await (caller.stream ? readStream(run, watch) : runCall(run, { attempt: watched(watch, attemptWhole), releasedBy: 'loop' }))
    return ended('ok', null)
  } catch (error) {
    if (!ApiError.is(error)) throw error
    return ended(error.kind, error.code)
  }
}

async function readStream(run: Run<'chat'>, watch: Watch): Promise<void> {
  const attempt = watched(watch, (site: Site<'chat'>) => attemptStream(site, chatKind))
  const stream = new OpenChatStream(await runCall(run, { attempt, releasedBy: 'reader' }), chatKind)
  await stream.final()
}

/** Counts the attempts that try a half-open deployment out, from the first step of each to its answer. */
function watched<T>(watch: Watch, attempt: (site: Site<'chat'>) => Promise<T>): (site: Site<'chat'>) => Promise<T> {
  return async (site) => {
    if (!site.trial) return attempt(site)
    const now = (watch.trials.get(site.index) ?? 0) + 1
    watch.trials.set(site.index, now)
    watch.most = Math.max(watch.most, now)
    try {
      return await attempt(site)
    } finally {
      watch.trials.set(site.index, (watch.trials.get(site.index) ?? 1) - 1)
    }
  }
}

/** A memory store that counts what is taken and given back, at once or as one over a network. */
function countingStore(storeMs: number | undefined, clock: FakeClock) {
  const inner = memoryStore()
  const reserved = new Set<string>()
  const settled = new Map<string, number>()
  const store: StateStore = {
    reserve: (claims, now) => {
      const admission = inner.reserve(claims, now)
      if (!('refused' in admission)) reserved.add(admission.id)
      return storeMs === undefined ? admission : clock.sleep(storeMs).then(() => admission)
    },
    settle: (reservation: Reservation, settlement, now) => {
      settled.set(reservation.id, (settled.get(reservation.id) ?? 0) + 1)
      return inner.settle(reservation, settlement, now)
    },
    shareRest: (id, until) => inner.shareRest(id, until),
    onRest: (listener) => inner.onRest(listener),
    budgets: (keys, now) => inner.budgets(keys, now),
    close: () => inner.close(),
  }
  return { store, reserved, settled }
}

/** Hosts `d0`, `d1`, … that do as the scenario says, and keep the timers of a request. */
function transportOf({ deeds }: Scenario, clock: FakeClock): Transport {
  const used = new Map<number, number>()
  const ask = async (url: string, timers: Timers, signal: AbortSignalLike | undefined): Promise<Deed> => {
    const index = Number(new URL(url).host.slice(1))
    const nth = used.get(index) ?? 0
    used.set(index, nth + 1)
    const deed = deeds[index]?.[nth] ?? { status: 200, ms: 20 }
    const limit = timers.totalMs ?? Number.POSITIVE_INFINITY
    await clock.sleep(Math.min(deed.ms, limit), signal)
    if (signal?.aborted) throw new TransportFault('aborted', 'the caller left')
    if (deed.ms > limit) throw new TransportFault('total-timeout', 'it took too long')
    if (deed.fault !== undefined) throw new TransportFault(deed.fault, 'scripted')
    return deed
  }
  return {
    whole: async (request, timers, signal) => replyOf(await ask(request.url, timers, signal)),
    stream: async (request, timers, signal) => {
      const deed = await ask(request.url, timers, signal)
      return deed.status === 200 ? streamOf(deed) : streamOfReply(replyOf(deed))
    },
    close: async () => {},
  }
}

const headersOf = ({ retryAfter }: Deed) => (retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) })

const choice = (rest: object) => ({ index: 0, finish_reason: null, ...rest })
const base = { id: 'c', created: 1, model: 'm' }

function replyOf(deed: Deed): HttpReply {
  const answer = {
    ...base,
    object: 'chat.completion',
    choices: [choice({ finish_reason: 'stop', message: { role: 'assistant', content: 'hi' } })],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  }
  const code = deed.status === 400 && deed.tooLong === true ? 'context_length_exceeded' : null
  const text = JSON.stringify(deed.status === 200 ? answer : { error: { message: 'refused', type: 'x', code, param: null } })
  return { status: deed.status, headers: headersOf(deed), text: () => text, bytes: () => new TextEncoder().encode(text) }
}

function streamOfReply(reply: HttpReply): HttpStream {
  return { status: reply.status, headers: reply.headers, read: async () => undefined, rest: async () => reply, cancel: () => {} }
}

function streamOf(deed: Deed): HttpStream {
  const chunk = (rest: object) => `data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices: [choice(rest)] })}\n\n`
  const pieces = [
    chunk({ delta: { role: 'assistant', content: 'h' } }),
    deed.tears === true ? undefined : `${chunk({ delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`,
  ]
  const read = async () => {
    if (pieces.length === 0) return undefined
    const piece = pieces.shift()
    if (piece === undefined) throw new TransportFault('truncated', 'scripted')
    return new TextEncoder().encode(piece)
  }
  const headers = { 'content-type': 'text/event-stream' }
  return { status: 200, headers, read, rest: async () => replyOf(deed), cancel: () => {} }
}
