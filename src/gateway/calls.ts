/** Makes calls over the engine that is being served: whole answers and streams of any endpoint. */
import { isFault } from '../protocol/failure.js'
import type { Endpoint, Endpoints } from '../providers/adapter.js'
import { runCall } from '../runtime/attempt-loop.js'
import type { Reply, RequestOptions } from '../runtime/client-types.js'
import { createRun, refusal } from '../runtime/create-run.js'
import type { Engine } from '../runtime/engine.js'
import type { Caching, CallerStream } from '../runtime/feature.js'
import type { Run } from '../runtime/run.js'
import type { Streamed } from '../runtime/streams/chunk-source.js'
import { openings } from '../runtime/streams/open-streams.js'
import { readUploads } from '../runtime/uploads.js'
import { type Answer, attemptWhole } from '../runtime/whole-attempt.js'
import { withMeta, withRerankMeta } from '../runtime/with-meta.js'

/** A body as a client of the gateway sent it: the adapters check what they read of it. */
export type CallBody = { readonly model: string } & { readonly [name: string]: unknown }

/** Asked before a call goes. A promise only where that takes time; throws, or rejects with, what keeps the call back. */
export type CallGate = (run: Run) => Promise<void> | undefined

/** Calls by endpoint. They reject with an `ApiError`. */
export type Calls = {
  /** The whole answer, with its `meta`. */
  whole<E extends Endpoint>(endpoint: E, body: CallBody, options: RequestOptions): Promise<Reply<Endpoints[E]['reply']>>
  /** A stream whose provider has begun to answer: what fails before its first content rejects here. */
  stream<E extends Streamed>(endpoint: E, body: CallBody, options: RequestOptions): Promise<CallerStream<E>>
  /** The same calls behind a gate. It rejects with what the gate says too. */
  behind(gate: CallGate): Calls
}

const whole = { attempt: attemptWhole, releasedBy: 'loop' } as const
const askWhole = <E extends Endpoint>(run: Run<E>) => runCall<E, Answer<E>>(run, whole)

/** Members of a request that hold files. */
const fileMembers: { readonly [E in Endpoint]?: readonly string[] } = {
  imageEdits: ['image', 'mask'],
  transcriptions: ['file'],
  translations: ['file'],
}

/** The calls of one engine. */
export function createCalls(engine: Engine): Calls {
  const caching: Caching | undefined = engine.features.find((feature) => feature.caching !== undefined)?.caching?.(engine)
  return callsBehind(engine, caching, undefined)
}

function callsBehind(engine: Engine, caching: Caching | undefined, gate: CallGate | undefined): Calls {
  return {
    behind: (next) => callsBehind(engine, caching, next),
    whole: async (endpoint, body, options) => {
      const run = await start(engine, endpoint, body, options, false)
      const passing = gate?.(run)
      if (passing !== undefined) await passing
      const { reply, meta } = await (caching === undefined ? runCall(run, whole) : caching.whole(run, askWhole<typeof endpoint>))
      return endpoint === 'rerank' ? withRerankMeta(reply, meta) : withMeta(reply, meta)
    },
    stream: async (endpoint, body, options) => {
      const run = await start(engine, endpoint, body, options, true)
      const passing = gate?.(run)
      if (passing !== undefined) await passing
      return caching === undefined ? openings[endpoint](run) : caching.stream(run)
    },
  }
}

async function start<E extends Endpoint>(
  engine: Engine,
  endpoint: E,
  body: CallBody,
  options: RequestOptions,
  streaming: boolean,
): Promise<Run<E>> {
  const files = fileMembers[endpoint]
  const read = files === undefined ? body : await readUploads(body, files)
  // A request came from outside: engine and adapters check what they read of it, as they do for a program without types.
  const run = isFault(read) ? read : createRun(engine, endpoint, read as unknown as Endpoints[E]['request'], options, streaming)
  if (isFault(run)) throw refusal(engine, run.failure)
  engine.trace?.called(run)
  return run
}
