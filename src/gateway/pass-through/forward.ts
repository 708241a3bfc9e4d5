/** Sends a request on and hands the answer back as it comes, at the pace of the slower side; a caller who hangs up ends both. */
import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RawAnswer } from '../exchange.js'
import { pass } from '../limits/gate.js'
import { limitHeaderMap } from '../limits/limit-headers.js'
import type { GatewayCall } from '../route.js'
import { version } from '../version.js'
import { WireAnswer } from '../wire/wire-answer.js'
import { returnedHeaders } from './headers.js'
import { toGatewayError, type UpstreamAnswer } from './upstream.js'
import { withoutKeys } from './without-keys.js'

/** A request as it goes out, and who is told of the answer. */
export type Forwarded = {
  readonly name: string
  readonly method: string
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: Uint8Array | Readable | null
  /** What an error that is handed back must not show. */
  readonly keys: readonly string[]
  /** Sees the answer before its body is read. Calls `told` when everything of it is known. */
  watch(answer: UpstreamAnswer, told: () => void): void
}

/** A connection on which nothing moves for this time is given up, be it for a client that takes nothing. Milliseconds; longer than a provider may think. */
const stillMs = 660_000

/** Rejects with a 502 or 504 where no answer came. After its head has gone out, a broken answer breaks the connection off. */
export async function forward(call: GatewayCall, request: Forwarded): Promise<void> {
  const { name, method, url, headers, body, keys } = request
  const passing = pass(call, undefined)
  if (passing !== undefined) await passing
  const sent = await call.serving.upstream.send({ name, method, url, headers, body, signal: call.signal })
  const answer = sent.status < 400 ? sent : await withoutKeys(sent, keys, name)
  await handBack(call, answer, name, (told) => request.watch(answer, told))
}

/** Hands an answer back with its status, headers and bytes. */
export async function handBack(
  call: GatewayCall,
  answer: UpstreamAnswer,
  name: string,
  watch: (told: () => void) => void = (told) => answer.body.once('end', told),
): Promise<void> {
  const { raw } = call.reply
  if (!isNodes(raw)) throw new Error('llmgen bug: a request of the short way was passed through')
  if (call.signal.aborted || raw.destroyed) {
    answer.body.destroy()
    return
  }
  const end = answer.status < 400 ? 'answered' : 'refused'
  // what the answer told is noted before its end goes out
  const told = new Promise<void>((resolve) => watch(resolve)).then(() => call.notes.tell(answer.status, end))
  call.reply.hijack()
  raw.writeHead(answer.status, { ...returnedHeaders(answer.headers), ...ownHeaders(call), ...limitHeaderMap(call) })
  raw.setTimeout(stillMs, () => raw.destroy())
  // what is not awaited for a body to begin: a stream's head tells the caller that it was taken
  raw.flushHeaders()
  try {
    await pipeline(answer.body, raw, { end: false })
    await told
    raw.end()
  } catch (error) {
    const { status, type, message } = toGatewayError(error, name)
    call.notes.facts.problem ??= { status, type, message }
    call.notes.tell(answer.status, call.signal.aborted ? 'left' : 'broken')
    raw.destroy()
  }
}

/** Routes that pass on are Fastify's: what answers the short way is no stream. */
function isNodes(raw: RawAnswer): raw is RawAnswer & ServerResponse {
  return !(raw instanceof WireAnswer)
}

/** The id of the call and our version, as on every answer. */
export function ownHeaders({ head, callId }: Pick<GatewayCall, 'head' | 'callId'>): { readonly [name: string]: string } {
  return { 'x-litellm-call-id': head.callerCallId ?? callId, 'x-litellm-version': version }
}
