/** Plays planned responses over `node:http`, and remembers what was asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isRecord } from './mock-format.js'
import { type MockRequest, type MockScript, ScriptReader } from './mock-script.js'
import { hostHeader } from './mock-step.js'
import { openaiFormat } from './openai-format.js'
import { badRequest, type MockResponse, planResponse, unknownPath } from './plan-response.js'
import { readRequestBody } from './request-body.js'
import { type Route, routeOf } from './routes.js'

export type MockProviderOptions = {
  /** What to answer, by upstream model or host. Default: answers derived from the request. */
  readonly script?: MockScript
  /** Default 0: any free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Clock in milliseconds, for the `created` of replies. Default `Date.now`. */
  readonly now?: () => number
  /** Requests kept in `requests`; the oldest go first. Default 1,000. */
  readonly remember?: number
  /** Called with each request that had a known path. */
  readonly onRequest?: (request: MockRequest, status: number) => void
}

/** A running mock. */
export interface MockProvider {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
  /** What came in, oldest first. */
  readonly requests: readonly MockRequest[]
  /** Replaces the script; lists start anew. */
  script(script: MockScript): void
  /** Forgets the requests seen. */
  forget(): void
  /** Breaks open connections and frees the port. */
  close(): Promise<void>
}

/** Starts a local provider that speaks the formats of OpenAI, Azure, Anthropic, Gemini, Bedrock, Cohere and Ollama. Rejects where the port is taken. */
export async function createMockProvider(options: MockProviderOptions = {}): Promise<MockProvider> {
  const mock = new Mock(options)
  const server = createServer((incoming, outgoing) => {
    mock.serve(incoming, outgoing).catch((cause: unknown) => outgoing.destroy(cause instanceof Error ? cause : undefined))
  })
  const url = await listen(server, options)
  return {
    url,
    requests: mock.requests,
    script: (script) => mock.read(script),
    forget: () => void mock.requests.splice(0),
    close: () => close(server),
  }
}

class Mock {
  readonly requests: MockRequest[] = []
  readonly #options: MockProviderOptions
  #reader: ScriptReader
  #serial = 0

  constructor(options: MockProviderOptions) {
    this.#options = options
    this.#reader = new ScriptReader(options.script ?? {})
  }

  read(script: MockScript): void {
    this.#reader = new ScriptReader(script)
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readRequestBody(await readBody(incoming), incoming.headers['content-type'] ?? '')
    await play(this.#respond(incoming, body), outgoing)
  }

  #respond(incoming: IncomingMessage, body: unknown): MockResponse {
    const { method = 'GET', url: path = '/' } = incoming
    const route = routeOf(path)
    if (route === undefined) return unknownPath(method, path)
    if (route.endpoint !== 'models' && !isRecord(body)) {
      return badRequest(route.format, { problem: 'We could not parse the JSON body of your request.', status: 400 })
    }
    const request = toRequest(incoming, body, route)
    this.#remember(request)
    const step = this.#reader.next(request)
    if ('problem' in step) return badRequest(openaiFormat, { problem: step.problem, status: 400 })
    const created = Math.floor((this.#options.now ?? Date.now)() / 1000)
    const response = planResponse(request, route, step, { serial: ++this.#serial, created })
    this.#options.onRequest?.(request, response.status)
    return response
  }

  #remember(request: MockRequest): void {
    this.requests.push(request)
    if (this.requests.length > (this.#options.remember ?? 1000)) this.requests.shift()
  }
}

function toRequest(incoming: IncomingMessage, body: unknown, route: Route): MockRequest {
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )
  const members = isRecord(body) ? body : {}
  const named = typeof members.model === 'string' ? members.model : ''
  const streamsUnlessTold = route.format.framing === 'json-lines' && route.endpoint === 'chat'
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    host: headers[hostHeader] ?? headers.host ?? '',
    headers,
    format: route.format.name,
    endpoint: route.endpoint,
    model: route.model ?? named,
    stream: route.stream ?? (streamsUnlessTold ? members.stream !== false : members.stream === true),
    body,
  }
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  for await (const piece of incoming) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function play(response: MockResponse, outgoing: ServerResponse): Promise<void> {
  await pause(response.delayMs, outgoing)
  if (response.isSilent === true) return
  outgoing.writeHead(response.status, response.headers)
  for (const [index, piece] of response.pieces.entries()) {
    if (index > 0) await pause(response.stallMs, outgoing)
    if (outgoing.destroyed) return
    await new Promise<void>((resolve) => outgoing.write(piece, () => resolve()))
  }
  if (response.pieces.length === 0) outgoing.flushHeaders()
  if (response.end === 'hangs') return
  if (response.end === 'broken') await breakOff(outgoing)
  else outgoing.end()
}

/** The pieces written so far reach the client first: a socket destroyed at once may drop them. */
async function breakOff(outgoing: ServerResponse): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  outgoing.destroy()
}

/** Ends early when the client hangs up. */
function pause(ms: number, outgoing: ServerResponse): Promise<void> {
  if (ms <= 0 || outgoing.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    outgoing.once('close', done)
    function done() {
      clearTimeout(timer)
      outgoing.off('close', done)
      resolve()
    }
  })
}

function listen(server: Server, { port = 0, host = '127.0.0.1' }: MockProviderOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : port
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`)
    })
  })
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve, reject) => server.close((error) => (error === undefined ? resolve() : reject(error))))
}
