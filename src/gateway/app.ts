/** The Fastify instance: every route of the list registered alike, and one place where errors become answers. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { allowOrigin, allowPreflight, isPreflight, receivePage } from './cors.js'
import { notFound } from './errors.js'
import { HeadFacts } from './head-facts.js'
import { answerMalformed } from './malformed-request.js'
import type { OpenCall } from './open-call.js'
import { OpenCalls } from './open-calls.js'
import { loadFastify, loadMultipart } from './packages.js'
import { normalisePath } from './paths.js'
import { offClose, onClose } from './queued-requests.js'
import { readParts } from './read-body.js'
import { answerError, letIn, partsOf, type Reception, release, reserve } from './reception.js'
import type { Route } from './route.js'
import { giveUpSlowReaders } from './server.js'
import type { ServingDesk } from './serving-desk.js'
import { Wire } from './wire/wire.js'

/** What the app is made of. */
export type AppParts = Omit<Reception, 'open'> & {
  /** Aborts the calls under way: the time that a shutdown leaves them is over. */
  readonly stopping: AbortSignal
  /** A client gets this long to send its whole request, milliseconds. Default 300,000. */
  readonly requestTimeoutMs?: number | undefined
}

/** Where a request keeps its call. */
const callKey = 'llmgenCall'
type WithCall = { [callKey]?: OpenCall | null }

/** Model names may be long, and everything in them is one parameter of a path. */
const longestParameter = 1_000
const defaultRequestTimeoutMs = 300_000
/** The same for the head of a request, and how often connections are looked at. */
const headersTimeoutMs = 60_000
const lookEveryMs = 30_000
/** A connection is kept open so long between two requests, milliseconds: Fastify's default. */
const keepAliveMs = 72_000
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
    keepAliveTimeout: keepAliveMs,
    http: {
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(lookEveryMs, requestTimeoutMs),
    },
    routerOptions: { maxParamLength: longestParameter },
    schemaController: { compilersFactory: noSchemas },
    rewriteUrl: ({ url = '/' }) => normalisePath(url, desk.current.settings.rootPath),
    clientErrorHandler: answerMalformed,
    // the reply of one route, of which the framework's own errors know no more than that it is one
    frameworkErrors: (error, request, reply) => answerError(error, request, reply as FastifyReply, { shape: 'openai', log: parts.log }),
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
  const { routes } = parts.gateway
  const wire = openWire(app, reception, requestTimeoutMs)
  parts.stopping.addEventListener('abort', () => {
    for (const call of reception.open.list()) call.left.leave()
    wire.destroy()
  })
  await registerAll(app, routes, reception)
  // before a body is read: whoever has no key may send one to an address that is not there
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done()
    const { cors } = desk.current.settings
    if (isPreflight(request.method, request.headers)) {
      reply.code(allowPreflight(cors, request.headers, reply.raw) ? 204 : 403).send()
      return
    }
    if (request.headers.origin !== undefined) allowOrigin(cors, request.headers.origin, reply.raw)
    const error = notFound(`there is no ${request.method} ${request.url.split('?')[0]} here; GET /routes lists what there is`)
    answerError(error, request, reply, { shape: 'openai', log: parts.log })
  })
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, { shape: 'openai', log: parts.log }))
  return app
}

async function registerAll(app: FastifyInstance, routes: readonly Route[], reception: Reception): Promise<void> {
  for (const route of routes) if ((route.body ?? 'json') === 'json') register(app, route, reception)
  // The plugin looks at every request of the scope that it is in.
  const forms = routes.filter(({ body }) => body === 'multipart')
  if (forms.length > 0) {
    const multipart = await loadMultipart()
    await app.register(async (scope) => {
      await scope.register(multipart, multipartLimits(reception.desk))
      for (const route of forms) register(scope, route, reception)
    })
  }
  await app.register(async (streaming) => {
    streaming.removeAllContentTypeParsers()
    streaming.addContentTypeParser('*', (_request, body, done) => done(null, body))
    for (const route of routes) if (route.body === 'stream') register(streaming, route, reception)
  })
}

/** Hot routes, past Fastify. */
function openWire(app: FastifyInstance, reception: Reception, requestTimeoutMs: number): Wire {
  const wire = new Wire(app.server, reception.gateway.routes, {
    reception,
    headersTimeoutMs: Math.min(headersTimeoutMs, requestTimeoutMs),
    requestTimeoutMs,
    lookEveryMs: Math.min(lookEveryMs, requestTimeoutMs),
    keepAliveMs,
  })
  app.addHook('preClose', async () => wire.close())
  return wire
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
        call.parts = partsOf(call, route, Array.isArray(request.body) ? request.body : noParts)
        return route.handle(call)
      },
    })
}

function callOf(request: FastifyRequest & WithCall): OpenCall | undefined {
  return request[callKey] ?? undefined
}

type Receiving = { readonly route: Route; readonly reception: Reception; readonly done: (error?: Error) => void }

/** Before the body is read. */
function receive(request: FastifyRequest & WithCall, reply: FastifyReply, { route, reception, done }: Receiving): void {
  try {
    const { headers } = request
    const bodyLength = Number(headers['content-length'] ?? 0)
    const call = reserve({ request, head: new HeadFacts(headers), bodyLength, reply }, route, reception)
    request[callKey] = call
    if (headers.origin !== undefined) receivePage(call.serving.settings, headers, reply.raw)
    onEnd(request, reply, () => release(call, reply.raw, reception))
    const late = letIn(call, route, reception)
    if (late === undefined) done()
    else
      late.then(
        () => done(),
        (error: unknown) => done(asError(error)),
      )
  } catch (error) {
    done(asError(error))
  }
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

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
