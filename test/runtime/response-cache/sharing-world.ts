/** Callers of several tenants over one response cache on virtual time: scripted hosts, and all that callers see. */
import type { AbortSignalLike, HttpStream, Timers, Transport } from '../../../src/protocol/http.js'
import { TransportFault } from '../../../src/protocol/http.js'
import { ApiError } from '../../../src/runtime/index.js'
import type { FakeClock } from '../../../src/testing/fake-clock.js'
import { cachedClient } from './cached-client.js'

/** What a host does with one request; `tears` breaks a stream off after its first content. */
export type Deed = { readonly status: number; readonly ms: number; readonly tears: boolean }

export type Caller = {
  readonly at: number
  readonly tenant: string
  readonly stream: boolean
  readonly cache: { readonly ttl?: number; readonly 's-maxage'?: number; readonly 'no-cache'?: boolean; readonly 'no-store'?: boolean }
  readonly deadlineMs: number | undefined
  readonly abortsAfterMs: number | undefined
}

export type Scenario = { readonly deeds: readonly Deed[]; readonly callers: readonly Caller[] }

/** How one call ended: what was read is `tenant@time` of the request that was answered. */
export type Ending = {
  readonly caller: Caller
  readonly startedAt: number
  readonly endedAt: number
  readonly text?: string
  readonly error?: string
}

export type Seen = {
  readonly endings: readonly Ending[]
  /** Calls that were reported as over. */
  readonly done: number
  /** Requests that hosts still work on. */
  readonly open: number
  /** Most requests of one tenant at the same time. */
  readonly mostAtOnce: number
  readonly requests: number
}

/** Time between the pieces of a stream. */
const pieceMs = 7

export async function playShared({ deeds, callers }: Scenario): Promise<Seen> {
  const made = cachedClient(() => ({}))
  const { client, clock, events, transport } = made
  const hosts = hostsOf(deeds, clock)
  Object.assign(transport, hosts.transport)
  const endings: Ending[] = []
  for (const caller of callers)
    void clock.sleep(caller.at).then(async () => {
      const startedAt = clock.now()
      const end = await call(client, clock, caller)
      endings.push({ caller, startedAt, endedAt: clock.now(), ...end })
    })
  await clock.advance(100_000)
  if (endings.length < callers.length) throw new Error(`${callers.length - endings.length} calls never ended`)
  const done = events.filter(({ type }) => type === 'done').length
  return { endings, done, open: hosts.open(), mostAtOnce: hosts.most(), requests: hosts.requests() }
}

type Client = ReturnType<typeof cachedClient>['client']

async function call(client: Client, clock: FakeClock, caller: Caller): Promise<Pick<Ending, 'text' | 'error'>> {
  const control = new AbortController()
  if (caller.abortsAfterMs !== undefined) void clock.sleep(caller.abortsAfterMs).then(() => control.abort())
  const options = {
    signal: control.signal,
    ...(caller.deadlineMs !== undefined && { deadline: caller.deadlineMs }),
    cacheNamespace: caller.tenant,
  }
  const body = { model: 'a' as const, messages: [{ role: 'user' as const, content: caller.tenant }], cache: caller.cache }
  try {
    const reply = caller.stream
      ? await (await client.chat.completions.create({ ...body, stream: true }, options)).finalMessage()
      : await client.chat.completions.create(body, options)
    const [choice] = reply.choices
    const text = choice?.message.content ?? ''
    // Nobody else's answer changes with it.
    if (choice !== undefined) choice.message.content = 'spoiled'
    return { text }
  } catch (error) {
    if (!ApiError.is(error)) throw error
    return { error: error.kind === 'abort' ? 'abort' : (error.code ?? error.kind) }
  }
}

/** Hosts that answer with the tenant that asked and the time at which it did. */
function hostsOf(deeds: readonly Deed[], clock: FakeClock) {
  let requests = 0
  let most = 0
  const underWay = new Map<string, number>()
  const enter = (tenant: string, by: number) => {
    const now = (underWay.get(tenant) ?? 0) + by
    underWay.set(tenant, now)
    most = Math.max(most, now)
  }
  const ask = async (body: unknown, timers: Timers, signal: AbortSignalLike | undefined) => {
    const { messages } = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array))
    const tenant: string = messages[0].content
    const deed = deeds[requests++] ?? { status: 200, ms: 20, tears: false }
    const text = `${tenant}@${clock.now()}`
    enter(tenant, 1)
    try {
      await clock.sleep(Math.min(deed.ms, timers.totalMs ?? Number.POSITIVE_INFINITY), signal)
      if (signal?.aborted) throw new TransportFault('aborted', 'nobody waits')
      if (deed.ms > (timers.totalMs ?? Number.POSITIVE_INFINITY)) throw new TransportFault('total-timeout', 'it took too long')
    } catch (error) {
      enter(tenant, -1)
      throw error
    }
    return { deed, tenant, text }
  }
  const whole: Transport['whole'] = async (request, timers, signal) => {
    const { deed, tenant, text } = await ask(request.body, timers, signal)
    enter(tenant, -1)
    return replyOf(deed.status, text)
  }
  const stream: Transport['stream'] = async (request, timers, signal) => {
    const { deed, tenant, text } = await ask(request.body, timers, signal)
    let isOpen = true
    const close = () => {
      if (isOpen) enter(tenant, -1)
      isOpen = false
    }
    if (deed.status !== 200) {
      close()
      return {
        status: deed.status,
        headers: {},
        read: async () => undefined,
        rest: async () => replyOf(deed.status, text),
        cancel: () => {},
      }
    }
    const endsAt = clock.now() - deed.ms + (timers.totalMs ?? Number.POSITIVE_INFINITY)
    return streamOf(text, deed, { clock, endsAt, close, signal })
  }
  const open = () => [...underWay.values()].reduce((sum, count) => sum + count, 0)
  return { transport: { whole, stream }, open, most: () => most, requests: () => requests }
}

const base = { id: 'c', created: 1, model: 'm' }

function replyOf(status: number, text: string) {
  const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } }]
  const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }
  const json = JSON.stringify(
    status === 200
      ? { ...base, object: 'chat.completion', choices, usage }
      : { error: { message: 'refused', type: 'x', code: null, param: null } },
  )
  return { status, headers: {}, text: () => json, bytes: () => new TextEncoder().encode(json) }
}

type Ends = { readonly clock: FakeClock; readonly endsAt: number; readonly signal: AbortSignalLike | undefined; close(): void }

function streamOf(text: string, deed: Deed, { clock, endsAt, signal, close }: Ends): HttpStream {
  const event = (rest: object) =>
    `data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices: [{ index: 0, finish_reason: null, ...rest }] })}\n\n`
  const deltas = [...text].map((letter) => event({ delta: { content: letter } }))
  const end = `${event({ delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`
  const pieces = deed.tears ? deltas.slice(0, 1) : [...deltas, end]
  const stop = new AbortController()
  signal?.addEventListener('abort', () => stop.abort())
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    read: async () => {
      await clock.sleep(Math.min(pieceMs, Math.max(0, endsAt - clock.now())), stop.signal)
      if (clock.now() >= endsAt) {
        close()
        throw new TransportFault('total-timeout', 'it took too long')
      }
      const piece = stop.signal.aborted ? undefined : pieces.shift()
      if (piece !== undefined) return new TextEncoder().encode(piece)
      close()
      if (deed.tears || stop.signal.aborted) throw new TransportFault(deed.tears ? 'truncated' : 'aborted', 'scripted')
      return undefined
    },
    rest: () => Promise.reject(new Error('not whole')),
    cancel: () => {
      close()
      stop.abort()
    },
  }
}
