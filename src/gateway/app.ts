/** The Fastify instance: every route of the list registered alike, and one place where errors become answers. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { identify } from './admission.js'
import { isLeftUnread, refuseBody } from './body-rules.js'
import { callerCallId, problemHeaders } from './call-headers.js'
import { CallNotes } from './call-record.js'
import { errorBody } from './error-shapes.js'
import { GatewayError, notFound, toProblem } from './errors.js'
import type { GatewayLog } from './log.js'
import { answerMalformed } from './malformed-request.js'
import { OpenCall } from './open-call.js'
import { OpenCalls } from './open-calls.js'
import { loadFastify, loadMultipart } from './packages.js'
import { normalisePath } from './paths.js'
import { offClose, onClose } from './queued-requests.js'
import { readParts } from './read-body.js'
import type { ErrorShape, GatewayCall, GatewayView, Route } from './route.js'
import { giveUpSlowReaders } from './server.js'
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
  /** A client gets this long to send its whole request, milliseconds. Default 300,000. */
  readonly requestTimeoutMs?: number | undefined
}

type Reception = AppParts & { readonly open: OpenCalls }

/** Where a request keeps its call. */
const callKey = 'llmgenCall'
type WithCall = { [callKey]?: OpenCall | null }

/** Model names may be long, and everything in them is one parameter of a path. */
const longestParameter = 1_000
const defaultRequestTimeoutMs = 300_000
/** The same for the head of a request, and how often connections are looked at. */
const headersTimeoutMs = 60_000
const lookEveryMs = 30_000
const noParts: readonly Buffer[] = []
/** No route has a schema of Fastify's. Told so, it leaves its schema compilers unloaded: 100 modules at every start. */
const noSchemas = { buildValidator: refuseSchema, buildSerializer: refuseSchema }

function refuseSchema(): never {
  throw new Error('llmgen bug: a route of the gateway has a schema, for which nothing is loaded')
}

/** Builds the app; it listens to nothing yet. Rejects where Fastify is not installed. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const { desk, requestTimeoutMs = defaultRequestTimeoutMs } = parts
  const fastify = await loadFastify()
  const app = fastify({
    logger: false,
    bodyLimit: desk.current.settings.maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    http: {
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(lookEveryMs, requestTimeoutMs),
    },
    routerOptions: { maxParamLength: longestParameter },
    schemaController: { compilersFactory: noSchemas },
    rewriteUrl: ({ url = '/' }) => normalisePath(url, desk.current.settings.rootPath),
    clientErrorHandler: answerMalformed,
    frameworkErrors: (error, request, reply) => answerError(error, request, reply, { shape: 'openai', log: parts.log }),
    genReqId: () => randomUUID(),
  })
  giveUpSlowReaders(app)
  app.removeAllContentTypeParsers()
  const { maxBodyBytes } = desk.current.settings
  // the usual type by its name too: Fastify takes an unnamed one apart at every request
  for (const type of ['application/json', '*'])
    app.addContentTypeParser(type, (_request, payload, done) => readParts(payload, maxBodyBytes, done))
  app.decorateRequest(callKey, null)
  const reception: Reception = { ...parts, open: new OpenCalls() }
  parts.stopping.addEventListener('abort', () => {
    for (const call of reception.open.list()) call.left.leave()
  })
  const { routes } = parts.gateway
  for (const route of routes) if ((route.body ?? 'json') === 'json') register(app, route, reception)
  // The plugin looks at every request of the scope that it is in.
  const forms = routes.filter(({ body }) => body === 'multipart')
  if (forms.length > 0) {
    const multipart = await loadMultipart()
    await app.register(async (scope) => {
      await scope.register(multipart, multipartLimits(desk))
      for (const route of forms) register(scope, route, reception)
    })
  }
  await app.register(async (streaming) => {
    streaming.removeAllContentTypeParsers()
    streaming.addContentTypeParser('*', (_request, body, done) => done(null, body))
    for (const route of routes) if (route.body === 'stream') register(streaming, route, reception)
  })
  // before a body is read: whoever has no key may send one to an address that is not there
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done()
    const error = notFound(`there is no ${request.method} ${request.url.split('?')[0]} here; GET /routes lists what there is`)
    answerError(error, request, reply, { shape: 'openai', log: parts.log })
  })
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, { shape: 'openai', log: parts.log }))
  return app
}

/** The members of a form are bounded as a body is, which `form-body.ts` sees to; text members, names and their number besides. */
function multipartLimits(desk: ServingDesk) {
  return { limits: { fileSize: desk.current.settings.maxBodyBytes + 1, fieldSize: 1_048_576, fields: 200, files: 20, parts: 220 } }
}

function register(app: FastifyInstance, route: Route, reception: Reception): void {
  for (const url of route.paths)
    app.route({
      method: route.method,
      url,
      onRequest: (request, reply, done) => receive(request, reply, { route, reception, done }),
      errorHandler: (error, request, reply) =>
        answerError(error, request, reply, { shape: route.errors, log: reception.log, call: callOf(request) }),
      handler: (request) => {
        const call = callOf(request)
        if (call === undefined) throw new Error('llmgen bug: a request was handled that was not let in')
        call.parts = partsOf(request, route)
        return route.handle(call)
      },
    })
}

function callOf(request: FastifyRequest & WithCall): OpenCall | undefined {
  return request[callKey] ?? undefined
}

function partsOf({ body, headers }: FastifyRequest, route: Route): readonly Buffer[] {
  if ((route.body ?? 'json') === 'json' && headers['content-type']?.startsWith('multipart/') === true)
    throw new GatewayError(415, 'invalid_request_error', 'this route takes JSON: send it with content-type: application/json')
  return Array.isArray(body) ? body : noParts
}

type Receiving = { readonly route: Route; readonly reception: Reception; readonly done: (error?: Error) => void }

/** Before the body is read: is there room, who calls, may they. */
function receive(request: FastifyRequest, reply: FastifyReply, { route, reception, done }: Receiving): void {
  try {
    const call = reserve(request, reply, route, reception)
    refuseOverload(route, reception)
    const identity = identify(request, route, call.serving)
    if (identity instanceof Promise) {
      const late = identity.then((found) => admit(call, route, found))
      late.then(
        () => done(),
        (error: unknown) => done(asError(error)),
      )
      return
    }
    admit(call, route, identity)
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
function reserve(request: FastifyRequest & WithCall, reply: FastifyReply, route: Route, { desk, gateway, open }: Reception): OpenCall {
  const serving = desk.take()
  const call = new OpenCall({ request, reply, serving, gateway, notes: notesOf(request, route, serving, gateway) })
  request[callKey] = call
  open.add(call)
  onEnd(request, reply, () => {
    open.delete(call)
    desk.giveBack(serving)
    const { raw } = reply
    const isWhole = raw.writableFinished
    // also where the answer counts as whole: Node says so of a stream that others wait behind, though it has not ended
    call.left.leave()
    call.notes.tell(raw.statusCode, isWhole ? (raw.statusCode < 400 ? 'answered' : 'refused') : 'left')
  })
  return call
}

function admit(call: OpenCall, route: Route, identity: GatewayCall['identity']): void {
  call.admit(identity)
  refuseBody(call.request, route, call.serving.settings.maxBodyBytes)
}

/** Calls `act` once: when the answer is out, or when there is nobody left to send it to. */
function onEnd(request: FastifyRequest, reply: FastifyReply, act: () => void): void {
  if (reply.raw.socket !== null) {
    reply.raw.once('close', act)
    return
  }
  // behind another request of its connection: Node tells such an answer nothing of the end of a socket that it never had
  let isOver = false
  const end = () => {
    if (isOver) return
    isOver = true
    offClose(request.raw.socket, end)
    act()
  }
  reply.raw.once('close', end)
  onClose(request.raw.socket, end)
}

function notesOf(request: FastifyRequest, route: Route, { engine }: Serving, { observers }: GatewayView): CallNotes {
  const start = {
    callId: request.id,
    callerCallId: callerCallId(request.headers['x-litellm-call-id']),
    method: route.method,
    route: route.paths[0] ?? '',
    callType: route.callType,
    requesterIp: request.ip,
    sessionId: textOf(request.headers['x-litellm-session-id']) ?? textOf(request.headers['x-litellm-trace-id']),
    startedAt: engine.now(),
  }
  return new CallNotes(start, observers, engine.now)
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header : undefined
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** The one place where an error becomes an answer. */
function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  {
    shape,
    log,
    call,
  }: { readonly shape: ErrorShape; readonly log: GatewayLog; readonly call?: Pick<GatewayCall, 'notes' | 'serving'> | undefined },
): void {
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
    .headers(problemHeaders({ request, callId }, problem, call))
    .type('application/json; charset=utf-8')
  reply.send(JSON.stringify(errorBody(problem, shape, callId)))
}
