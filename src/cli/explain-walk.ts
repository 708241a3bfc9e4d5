/** Runs one call through the real engine in virtual time, and notes each step. */
import type { Plan } from '../plan/plan.js'
import { ApiError } from '../protocol/errors.js'
import { type Timers, TransportFault } from '../protocol/http.js'
import { runCall } from '../runtime/attempt-loop.js'
import type { Meta } from '../runtime/client-types.js'
import type { Engine } from '../runtime/engine.js'
import type { RouterEvent } from '../runtime/events.js'
import type { Run } from '../runtime/run.js'
import { openings } from '../runtime/streams/open-streams.js'
import { type Answerer, type Asked, type Told, toldStatus } from '../runtime/trace/trace-world.js'
import { attemptWhole } from '../runtime/whole-attempt.js'
import { exitCode, Stop } from './exit.js'
import type { Fault, Faults } from './explain-faults.js'
import { chainName, retriesOf } from './explain-sources.js'
import type { End, Step, Timeouts } from './explain-types.js'
import { StandsStill, type VirtualTime } from './virtual-time.js'

/** How long an answer takes, and a refusal, milliseconds: assumed, so that an explanation shows how time passes. */
export const assumedMs = { answer: 1_000, refusal: 100 } as const

export type Tokens = { readonly prompt: number; readonly output: number }

/** Longest walk: more is a loop, of the config or of ours. */
const mostSteps = 2_000
/** Steps of a walk without an end that are told. */
const shownSteps = 6

/** Answers as the faults say, and notes the timers of each request. */
export function scriptedAnswers(faults: Faults, tokens: Tokens, { sleep }: VirtualTime, asked: Asked[]): Answerer {
  const used = new Map<number, number>()
  return async (one, part) => {
    if (part !== 'end') asked.push(one)
    const nth = used.get(one.index) ?? 0
    if (part !== 'end') used.set(one.index, nth + 1)
    const list = faults.get(one.index)
    const fault = part === 'end' ? undefined : list?.[Math.min(nth, list.length - 1)]
    return tell(fault ?? { kind: 'ok' }, one, tokens, sleep, part === 'first')
  }
}

async function tell(fault: Fault, { timers }: Asked, tokens: Tokens, sleep: VirtualTime['sleep'], first: boolean): Promise<Told> {
  if (fault.kind === 'ok') {
    await sleep(first ? assumedMs.refusal : assumedMs.answer)
    return { status: 200, usage: { prompt_tokens: tokens.prompt, completion_tokens: tokens.output } }
  }
  if (fault.kind === 'timeout') {
    const { firstByteMs } = timers
    await sleep(Math.min(timers.totalMs ?? Number.POSITIVE_INFINITY, firstByteMs ?? Number.POSITIVE_INFINITY))
    throw new TransportFault(firstByteMs === undefined ? 'total-timeout' : 'first-byte-timeout', 'no answer in time')
  }
  await sleep(assumedMs.refusal)
  if (fault.kind === 'refused') throw new TransportFault('refused', 'the connection was refused')
  if (fault.kind === 'status') return toldStatus(fault.status)
  const isContext = fault.kind === 'context'
  const code = isContext ? 'context_length_exceeded' : 'content_policy_violation'
  return { failure: { kind: isContext ? 'context-window' : 'content-policy', code, status: 400 } }
}

/** What the caller's observer hears, as steps. Hand `hear` to the engine, and `read` the steps when the call has ended. */
export function stepListener(plan: Plan, start: number, asked: readonly Asked[]) {
  const steps: Step[] = []
  const hear = (event: RouterEvent, engine: Engine | undefined): void => {
    const at = event.at - start
    if (event.type === 'attempt') steps.push(attemptStep(event, at, steps, asked, engine))
    else if (event.type === 'success' || event.type === 'failure') settle(event, steps, at, plan, engine)
    else if (event.type === 'cooldown') steps.push({ at, do: 'cooldown', deployment: event.deploymentId, ms: event.untilMs - event.at })
    else if (event.type === 'wait') steps.push({ at, do: 'wait', group: event.group, ms: event.ms })
    else if (event.type === 'no-deployment') steps.push({ at, do: 'no-deployment', group: event.group, waitMs: event.waitMs })
    else if (event.type === 'queued') steps.push({ at, do: 'queued', group: event.group, ahead: event.ahead })
    else if (event.type === 'refused')
      steps.push({ at, do: 'refused', deployment: event.deploymentId, by: event.by, freeInMs: Math.max(0, event.freeAt - event.at) })
    else if (event.type === 'fallback') {
      const { from, to, because } = event
      steps.push({ at, do: 'fallback', from, to, because, chain: chainName(plan, from, to, because) })
    }
  }
  return { steps, hear }
}

type AttemptStep = Extract<Step, { do: 'attempt' }>

function attemptStep(
  event: Extract<RouterEvent, { type: 'attempt' }>,
  at: number,
  steps: readonly Step[],
  asked: readonly Asked[],
  engine: Engine | undefined,
): AttemptStep {
  const { group, deploymentId: deployment, provider, strategy, eligible } = event
  const nth = steps.findLast((step) => step.do === 'attempt')?.nth ?? 0
  const one = () => asked[nth]
  const model = engine?.plan.deployments.find(({ id }) => id === deployment)?.model
  return {
    at,
    do: 'attempt',
    nth: nth + 1,
    group,
    deployment,
    provider,
    // Known when the request has been made, which follows.
    get model() {
      return one()?.model ?? String(model)
    },
    strategy,
    eligible,
    get timeouts() {
      return timeoutsOf(one()?.timers)
    },
    outcome: 'under way',
    status: 0,
    ms: 0,
  }
}

function timeoutsOf(timers: Timers | undefined): Timeouts {
  const { connectMs: connect, firstByteMs: firstByte, idleMs: idle, totalMs: total } = timers ?? {}
  return {
    ...(connect !== undefined && { connect }),
    ...(firstByte !== undefined && { firstByte }),
    ...(idle !== undefined && { idle }),
    ...(total !== undefined && { total }),
  }
}

/** Completes the attempt that is under way; a failure without one is a deployment that could not be asked. */
function settle(
  event: Extract<RouterEvent, { type: 'success' | 'failure' }>,
  steps: Step[],
  at: number,
  plan: Plan,
  engine: Engine | undefined,
): void {
  const last = steps.findLastIndex((step) => step.do === 'attempt')
  const step = steps[last]
  if (step === undefined || step.do !== 'attempt' || step.outcome !== 'under way') {
    if (event.type === 'failure')
      steps.push({ at, do: 'unready', group: event.group, deployment: event.deploymentId, kind: event.code ?? event.kind })
    return
  }
  const { model, timeouts } = step
  const known = { ...step, model, timeouts, ms: event.durationMs }
  if (event.type === 'success') {
    const { costNanoUsd } = event
    steps[last] = { ...known, outcome: 'ok', status: 200, ...(costNanoUsd !== undefined && { costUsd: costNanoUsd / 1e9 }) }
  } else {
    const retries = engine === undefined ? undefined : retriesOf(engine, plan, event)
    const { kind: outcome, status } = event
    steps[last] = { ...known, outcome, status, costUsd: 0, ...(retries !== undefined && { retries }) }
  }
}

/** Runs the call to its end. Stops with exit 1 where it has none. */
export async function runToEnd(run: Run<'chat'>, time: VirtualTime, steps: readonly Step[]): Promise<End> {
  const { engine } = run
  const since = () => engine.now() - run.startedAt
  try {
    const call = run.streaming ? read(run) : runCall(run, { attempt: attemptWhole, releasedBy: 'loop' })
    const { meta } = await time.run<{ readonly meta: Meta }>(call, () => {
      if (steps.length > mostSteps) throw endless(steps, 'it takes ever more steps')
    })
    const { deploymentId: deployment, group, cost, costReason } = meta
    const money = { ...(cost !== undefined && { costUsd: cost }), ...(costReason !== undefined && { costReason }) }
    return { outcome: 'answered', deployment, group, attempts: meta.attempts.length, ms: since(), ...money }
  } catch (error) {
    if (error instanceof StandsStill) throw endless(steps, error.message)
    if (!ApiError.is(error)) throw error
    const { name, status, code, message } = error
    return { outcome: 'failed', error: name, status, code, message, attempts: run.attempts.length, ms: since() }
  }
}

function endless(steps: readonly Step[], why: string): Stop {
  const last = steps.slice(-shownSteps).map((step) => {
    if (step.do === 'attempt') return `attempt ${step.nth} at [${step.deployment}]: ${step.outcome}`
    return 'group' in step ? `${step.do} of "${step.group}"` : step.do
  })
  const loop = last.length === 0 ? 'before its first step' : `the last are ${last.join(', ')}`
  return new Stop(
    exitCode.problems,
    `the call does not end: ${why}. It was given up after ${steps.length} steps, and ${loop}. Look at num_retries and the retry policies of the config; where they are small, this is a bug of llmgen`,
  )
}

async function read(run: Run<'chat'>) {
  const stream = await openings.chat(run)
  await stream.final()
  return stream
}
