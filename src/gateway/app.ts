/** The Fastify instance: every route of the list registered alike, and one place where errors become answers. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { identify } from './admission.js'
import { callerCallId, problemHeaders } from './call-headers.js'
import { CallNotes } from './call-record.js'
import { errorBody } from './error-shapes.js'
import { GatewayError, notFound, toProblem } from './errors.js'
import type { GatewayLog } from './log.js'
import { answerMalformed } from './malformed-request.js'
import { loadFastify, loadMultipart } from './packages.js'
import { normalisePath } from './paths.js'
import type { ErrorShape, GatewayCall, GatewayView, Route } from './route.js'
import type { Serving } from './serving.js'
import type { ServingDesk } from './serving-desk.js'

/** What the app is made of. */
export type AppParts = {
  readonly desk: ServingDesk
  readonly gateway: GatewayView
  readonly log: GatewayLog
  /** Delay of the event loop, milliseconds. */
  readonly loopDelay: () => number
  /** Delay above which calls are refused, milliseconds. */
  readonly maxLoopDelayMs: number
  /** Aborts the calls under way: the time that a shutdown leaves them is over. */
  readonly stopping: AbortSignal
}

/** What is known of a request that was let in. */
type Admitted = Omit<GatewayCall, 'bytes'>
type Reception = AppParts & { readonly admitted: WeakMap<FastifyRequest, Admitted>; readonly notes: WeakMap<FastifyRequest, CallNotes> }

/** Model names may be long, and everything in them is one parameter of a path. */
const longestParameter = 1_000
/** A client gets this long to send its whole request, milliseconds. */
const requestTimeoutMs = 300_000
const noBytes = Buffer.alloc(0)

/** Builds the app; it listens to nothing yet. Rejects where Fastify is not installed. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const { desk } = parts
  const fastify = await loadFastify()
  const app = fastify({
    logger: false,
    bodyLimit: desk.current.settings.maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength: longestParameter },
    rewriteUrl: ({ url = '/' }) => normalisePath(url, desk.current.settings.rootPath),
    clientErrorHandler: answerMalformed,
    frameworkErrors: (error, request, reply) => answerError(error, request, reply, { shape: 'openai', log: parts.log }),
    genReqId: () => randomUUID(),
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  if (parts.gateway.routes.some(({ body }) => body === 'multipart')) await app.register(await loadMultipart(), multipartLimits(desk))
  const reception = { ...parts, admitted: new WeakMap<FastifyRequest, Admitted>(), notes: new WeakMap<FastifyRequest, CallNotes>() }
  for (const route of parts.gateway.routes) register(app, route, reception)
  app.setNotFoundHandler((request, reply) => {
    const error = notFound(`there is no ${request.method} ${request.url.split('?')[0]} here; GET /routes lists what there is`)
    answerError(error, request, reply, { shape: 'openai', log: parts.log })
  })
  return app
}

/** The members of a form are bounded as a body is; text members, names and their number besides. */
function multipartLimits(desk: ServingDesk) {
  return { limits: { fileSize: desk.current.settings.maxBodyBytes, fieldSize: 1_048_576, fields: 200, files: 20, parts: 220 } }
}

function register(app: FastifyInstance, route: Route, reception: Reception): void {
  for (const url of route.paths)
    app.route({
      method: route.method,
      url,
      onRequest: (request, reply, done) => receive(request, reply, { route, reception, done }),
      errorHandler: (error, request, reply) =>
        answerError(error, request, reply, { shape: route.errors, log: reception.log, notes: reception.notes.get(request) }),
      handler: (request) => {
        const admitted = reception.admitted.get(request)
        if (admitted === undefined) throw new Error('llmgen bug: a request was handled that was not let in')
        return route.handle({ ...admitted, bytes: bytesOf(request, route) })
      },
    })
}

function bytesOf({ body, headers }: FastifyRequest, route: Route): Buffer {
  if (Buffer.isBuffer(body)) return body
  if (route.body !== 'multipart' && headers['content-type']?.startsWith('multipart/') === true)
    throw new GatewayError(415, 'invalid_request_error', 'this route takes JSON: send it with content-type: application/json')
  return noBytes
}

type Receiving = { readonly route: Route; readonly reception: Reception; readonly done: (error?: Error) => void }

/** Before the body is read: is there room, who calls, may they. */
function receive(request: FastifyRequest, reply: FastifyReply, { route, reception, done }: Receiving): void {
  try {
    const admit = reserve(request, reply, route, reception)
    refuseOverload(route, reception)
    const identity = identify(request, route, admit.serving)
    if (identity instanceof Promise) {
      const late = identity.then((found) => admit.as(found))
      late.then(
        () => done(),
        (error: unknown) => done(asError(error)),
      )
      return
    }
    admit.as(identity)
    done()
  } catch (error) {
    done(asError(error))
  }
}

/** Probes and administrators still get through: they are how one finds out. */
function refuseOverload({ access }: Route, { loopDelay, maxLoopDelayMs }: Reception): void {
  if (access === 'key' && loopDelay() > maxLoopDelayMs)
    throw new GatewayError(503, 'overloaded_error', 'the gateway is overloaded: try again soon', { retryAfterMs: 1_000 })
}

/** Takes what is served now until the answer is out, and watches whether the client is still there. */
function reserve(request: FastifyRequest, reply: FastifyReply, route: Route, reception: Reception) {
  const { desk, gateway, stopping, admitted } = reception
  const serving = desk.take()
  const notes = notesOf(request, route, serving, gateway)
  reception.notes.set(request, notes)
  const left = new AbortController()
  const stop = () => left.abort()
  stopping.addEventListener('abort', stop)
  reply.raw.once('close', () => {
    stopping.removeEventListener('abort', stop)
    desk.giveBack(serving)
    const isWhole = reply.raw.writableFinished
    if (!isWhole) left.abort()
    notes.tell(reply.raw.statusCode, isWhole ? (reply.raw.statusCode < 400 ? 'answered' : 'refused') : 'left')
  })
  const startedAt = serving.engine.now()
  return {
    serving,
    as: (identity: GatewayCall['identity']) => {
      notes.identity = identity
      admitted.set(request, { request, reply, serving, gateway, identity, callId: request.id, startedAt, notes, signal: left.signal })
    },
  }
}

function notesOf(request: FastifyRequest, route: Route, { engine }: Serving, { observers }: GatewayView): CallNotes {
  const callerId = callerCallId(request.headers['x-litellm-call-id'])
  const start = { callId: request.id, callerCallId: callerId, method: route.method, route: route.paths[0] ?? '', callType: route.callType }
  return new CallNotes({ ...start, startedAt: engine.now() }, observers, engine.now)
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** The one place where an error becomes an answer. */
function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { shape, log, notes }: { readonly shape: ErrorShape; readonly log: GatewayLog; readonly notes?: CallNotes | undefined },
): void {
  const problem = toProblem(error)
  const callId = callerCallId(request.headers['x-litellm-call-id']) ?? request.id
  const facts = { callId, method: request.method, route: request.routeOptions.url, status: problem.status, type: problem.type }
  if (problem.isBug) log.error({ ...facts, stack: error instanceof Error ? error.stack : String(error) }, 'bug')
  else if (problem.status >= 500) log.warn(facts, problem.message)
  else log.debug(facts, problem.message)
  if (notes !== undefined) {
    notes.facts.problem ??= { status: problem.status, type: problem.type, message: problem.message }
    notes.tell(problem.status, 'refused')
  }
  if (reply.sent || reply.raw.headersSent || reply.raw.destroyed) return
  reply.code(problem.status).headers(problemHeaders({ request, callId }, problem)).type('application/json; charset=utf-8')
  reply.send(JSON.stringify(errorBody(problem, shape, callId)))
}
