/** A trace: what calls asked for and what came of each attempt, one JSON line each. No prompts, no answers, no keys. */
import type { Plan } from '../../plan/plan.js'
import type { ErrorKind } from '../../protocol/failure.js'
import type { Endpoint } from '../../providers/adapter.js'
import type { RouterEvent } from '../events.js'
import type { Needs } from '../tokens/needs.js'

export const traceVersion = 1

/** First line. */
export type TraceHeader = {
  readonly trace: typeof traceVersion
  readonly planVersion: Plan['planVersion']
  /** Hash of the Plan that decided. */
  readonly plan: string
  /** Strategy of the config. */
  readonly strategy: string
  readonly seed: number
  readonly deployments: readonly TracedDeployment[]
  /** Variables from which the Plan reads numbers, switches and regions, as they were set. */
  readonly variables: { readonly [name: string]: string }
  /** State was shared with other processes, of whose calls the trace knows nothing. */
  readonly shared: boolean
}

/** `unready` is the code of why it could not be called. */
export type TracedDeployment = {
  readonly id: string
  readonly group: string
  readonly provider: string
  readonly model: string
  readonly unready?: string
}

/** `at` is the client's clock, milliseconds; lines stand in the order in which things happened. */
export type TraceInput =
  | TracedCall
  /** The first content of a stream came. */
  | { readonly is: 'open'; readonly call: number; readonly at: number; readonly headers?: { readonly [name: string]: string } }
  | TracedAnswer
  | TracedFailure
  /** The `nth` wait of the client, counted from 1, has ended. */
  | { readonly is: 'wake'; readonly nth: number; readonly at: number }
  /** The caller's signal aborts. */
  | { readonly is: 'leave'; readonly call: number; readonly at: number }

export type TracedCall = {
  readonly is: 'call'
  readonly call: number
  readonly at: number
  readonly model: string
  readonly endpoint: Endpoint
  readonly stream: boolean
  readonly fallbacks?: readonly string[]
  readonly numRetries?: number
  readonly maxFallbacks?: number
  readonly deadlineMs?: number
  readonly priority?: number
  readonly mocked?: true
  /** What it needs of a deployment; absent where nothing asks. */
  readonly needs?: TracedNeeds
}

export type TracedNeeds = Omit<Needs, 'notes'>

export type TracedAnswer = {
  readonly is: 'answer'
  readonly call: number
  readonly at: number
  /** Tokens of prompt and answer as the provider counted them. */
  readonly usage?: readonly [number, number]
  readonly costNanoUsd?: number
  readonly headers?: { readonly [name: string]: string }
}

export type TracedFailure = {
  readonly is: 'fail'
  readonly call: number
  readonly at: number
  readonly kind: ErrorKind
  readonly code: string | null
  readonly status: number
  readonly retryAfterMs?: number
  readonly headers?: { readonly [name: string]: string }
}

/** What the router did, as `onEvent` hears it. */
export type TraceStep = { readonly is: 'event' } & RouterEvent

export type TraceLine = TraceInput | TraceStep

/** Events in which something was decided; the others only tell what came of it. */
const decisions: ReadonlySet<RouterEvent['type']> = new Set([
  'attempt',
  'cooldown',
  'wait',
  'fallback',
  'no-deployment',
  'refused',
  'queued',
])

export function isDecision(line: TraceLine): boolean {
  return line.is === 'event' && decisions.has(line.type)
}
