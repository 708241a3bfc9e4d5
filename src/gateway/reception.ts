/** Receives requests, whoever read them: who calls, may they, what is served to them; and makes answers of errors. */
import { identify } from './admission.js'
import { isLeftUnread, refuseBody } from './body-rules.js'
import { problemHeaders } from './call-headers.js'
import { errorBody } from './error-shapes.js'
import { GatewayError, toProblem } from './errors.js'
import type { GatewayReply, GatewayRequest, RawAnswer } from './exchange.js'
import { callerCallId } from './head-facts.js'
import type { GatewayLog } from './log.js'
import { OpenCall, type Received } from './open-call.js'
import type { OpenCalls } from './open-calls.js'
import type { ErrorShape, GatewayCall, GatewayView, Route } from './route.js'
import type { Serving } from './serving.js'
import type { ServingDesk } from './serving-desk.js'

/** What requests are received with. */
export type Reception = {
  readonly desk: ServingDesk
  readonly gateway: GatewayView
  readonly log: GatewayLog
  /** Delay of the event loop, milliseconds. */
  readonly loopDelay: () => number
  /** Delay above which calls are refused, milliseconds. */
  readonly maxLoopDelayMs: number
  /** Calls under way. */
  readonly open: OpenCalls
}

/** Takes what is served now for a request, until {@link release}. */
export function reserve(received: Received, route: Route, { desk, gateway, open }: Reception): OpenCall {
  const call = new OpenCall(received, route, { serving: desk.take(), gateway })
  open.add(call)
  return call
}

/** The answer is out, or there is nobody left to send it to. */
export function release(call: OpenCall, { statusCode, writableFinished }: RawAnswer, { desk, open }: Reception): void {
  open.delete(call)
  desk.giveBack(call.serving)
  // also where the answer counts as whole: Node says so of a stream that others wait behind, though it has not ended
  call.left.leave()
  call.notes.tell(statusCode, writableFinished ? (statusCode < 400 ? 'answered' : 'refused') : 'left')
}

/**
 * Before the body is read: is there room, who calls, may they. Throws, or rejects, with what is to be answered; a promise only
 * where the key check makes one.
 */
export function letIn(call: OpenCall, route: Route, reception: Reception): Promise<void> | undefined {
  refuseOverload(route, reception)
  refuseUncounted(route, call.serving)
  const identity = identify(call, route)
  if (identity instanceof Promise) return identity.then((found) => admit(call, route, found))
  admit(call, route, identity)
  return undefined
}

/** Probes and administrators still get through: they are how one finds out. */
function refuseOverload({ access }: Route, { loopDelay, maxLoopDelayMs }: Reception): void {
  if (access === 'key' && loopDelay() > maxLoopDelayMs)
    throw new GatewayError(503, 'overloaded_error', 'the gateway is overloaded: try again soon', { retryAfterMs: 1_000 })
}

/** A call of which no row could be kept would be free: it goes on only where the config has calls go on without a database. */
function refuseUncounted({ callType }: Route, { store, settings }: Serving): void {
  if (callType === undefined || store?.spend.isFull !== true || settings.store.admitsUnknown) return
  throw new GatewayError(
    503,
    'no_db_connection',
    'calls cannot be accounted for now: neither the disk of this gateway nor its database takes spend rows. Try again soon',
    { retryAfterMs: 5_000 },
  )
}

function admit(call: OpenCall, route: Route, identity: GatewayCall['identity']): void {
  call.admit(identity)
  refuseBody(call, route, call.serving.settings.maxBodyBytes)
}

/** What a route of JSON has as its body. Throws a 415 for a form. */
export function partsOf({ head }: OpenCall, route: Route, parts: readonly Buffer[]): readonly Buffer[] {
  if (head.isForm && (route.body ?? 'json') === 'json')
    throw new GatewayError(415, 'invalid_request_error', 'this route takes JSON: send it with content-type: application/json')
  return parts
}

/** Whose error it is, and in whose shape it is told. */
export type Answering = {
  readonly shape: ErrorShape
  readonly log: GatewayLog
  readonly call?: Pick<GatewayCall, 'notes' | 'serving'> | undefined
}

/** The one place where an error becomes an answer. */
export function answerError(error: unknown, request: GatewayRequest, reply: GatewayReply, { shape, log, call }: Answering): void {
  const problem = toProblem(error)
  const callId = callerCallId(request.headers['x-litellm-call-id']) ?? request.id
  const facts = { callId, method: request.method, route: request.routeOptions.url, status: problem.status, type: problem.type }
  if (problem.isBug) log.error({ ...facts, stack: error instanceof Error ? error.stack : String(error) }, 'bug')
  else if (problem.status >= 500) log.warn(facts, problem.message)
  else log.debug(facts, problem.message)
  if (call !== undefined) {
    const { notes } = call
    notes.facts.problem ??= { status: problem.status, type: problem.type, message: problem.message }
    notes.tell(problem.status, 'refused')
  }
  if (reply.sent || reply.raw.headersSent || reply.raw.destroyed) return
  if (isLeftUnread(request)) reply.header('connection', 'close')
  reply
    .code(problem.status)
    .headers(problemHeaders(callId, problem, call))
    .type('application/json; charset=utf-8')
  reply.send(JSON.stringify(errorBody(problem, shape, callId)))
}
