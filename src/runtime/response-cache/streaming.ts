/** Streams of the response cache. Imported with the first one. */
import type { Endpoints } from '../../providers/adapter.js'
import type { CallerStream } from '../feature.js'
import type { Run } from '../run.js'
import type { Streamed } from '../streams/chunk-source.js'
import { kindOf, openings, openPlain } from '../streams/open-streams.js'
import type { Answer } from '../whole-attempt.js'
import { cachedMeta } from './cached-meta.js'
import { CachedStream } from './cached-stream.js'
import type { CachedCall, Shelf } from './shelf.js'
import { tell } from './shelf.js'
import { type Feed, Trunk } from './trunk.js'

/** The stream of a call that takes no part in the cache. */
export function openStream<E extends Streamed>(run: Run<E>): Promise<CallerStream<E>> {
  return openings[run.endpoint](run)
}

/** Opens the stream of a provider for all that may read it; its answer is kept at its end. */
export async function openTrunk<E extends Streamed>(call: CachedCall<E>, shelf: Shelf): Promise<Trunk> {
  const source = await openPlain(call.run)
  return new Trunk(source, (reply, meta) =>
    // The stream of an endpoint ends with an answer of that endpoint.
    shelf.keep(call, reply as Endpoints[E]['reply'], JSON.stringify(reply), meta),
  )
}

/** The stream of one caller. */
export async function share<E extends Streamed>({ run, key }: CachedCall<E>, trunk: Trunk, isOwn: boolean): Promise<CallerStream<E>> {
  const { source } = trunk
  if (isOwn) {
    const meta = () => ({ ...source.meta, cacheKey: key })
    return new CachedStream(run, trunk, await kindOf(run.endpoint), { meta, response: source.response, isOwn })
  }
  tell(run, 'shared', key)
  const meta = () => cachedMeta(run, source.meta, key, 'shared')
  const response = { status: 200, headers: meta().headers }
  return new CachedStream(run, trunk, await kindOf(run.endpoint), { meta, response, isOwn })
}

/** A whole answer as a stream. */
export async function replay<E extends Streamed>({ run }: CachedCall<E>, { reply, meta, status }: Answer<E>): Promise<CallerStream<E>> {
  const kind = await kindOf(run.endpoint)
  const texts = kind.toChunks(reply).map((chunk) => JSON.stringify(chunk))
  const latency = () => ({ ...meta, latencyMs: run.engine.now() - run.startedAt })
  return new CachedStream(run, feedOf(texts), kind, { meta: latency, response: { status, headers: meta.headers }, isOwn: true })
}

/** The whole answer of a stream that others read; undefined where it broke off, which is theirs to hear. */
export async function readWhole<E extends Streamed>({ run, key }: CachedCall<E>, trunk: Trunk): Promise<Endpoints[E]['reply'] | undefined> {
  const meta = () => cachedMeta(run, trunk.source.meta, key, 'shared')
  const described = { meta, response: { status: 200, headers: {} }, isOwn: false }
  const stream = new CachedStream(run, trunk, await kindOf(run.endpoint), described)
  try {
    return await stream.whole()
  } catch (error) {
    if (stream.hasLeft) throw error
    return undefined
  }
}

function feedOf(texts: readonly string[]): Feed {
  return { texts, state: 'ended', error: undefined, pull: () => Promise.resolve(), leave: () => undefined }
}
