/** One attempt whose answer goes to the client as the provider wrote it, but for the model's name. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { Target } from '../../providers/adapter.js'
import type { Meta } from '../../runtime/client-types.js'
import { createCall, placeOf, readyOf, timersOf } from '../../runtime/outgoing.js'
import type { Site } from '../../runtime/run.js'
import { type Answer, attemptWhole, finish, taken } from '../../runtime/whole-attempt.js'
import { type Inbound, mayPass, outbound } from './outbound.js'
import { type ReadAnswer, readAnswer } from './read-answer.js'
import { readSmall, smallAnswer } from './read-small.js'
import type { RelayedRun } from './relayed-run.js'
import type { Relayed } from './samples.js'
import { type Way, wayOf } from './way.js'

/** An answer as bytes, or one that had to be parsed. */
export type WholeAnswer<E extends Relayed> =
  | { readonly bytes: Buffer; readonly read: ReadAnswer; readonly meta: Meta }
  | (Answer<E> & { readonly bytes?: undefined })

/** The way of this attempt's deployment where this body may take it; undefined sends it the usual way. */
export function openWay<E extends Relayed>(site: Site<E>, run: RelayedRun<E>, inbound: Inbound): Way<E> | undefined {
  const way = run.isAsSent ? wayOf(site) : undefined
  return way !== undefined && mayPass(inbound, way) ? way : undefined
}

/** Asks the deployment of `site`. Few frames of its own: each that waits is paid for by every request. */
export function relayWhole<E extends Relayed>(site: Site<E>, run: RelayedRun<E>, inbound: Inbound): Promise<Outcome<WholeAnswer<E>>> {
  const way = openWay(site, run, inbound)
  if (way === undefined) {
    // A body that is no JSON after all is the caller's fault: it is not to look like the provider's.
    if (run.isAsSent) void run.body
    return attemptWhole(site)
  }
  const { transport } = run.engine
  const lost = (error: unknown) => lostAnswer(way, error)
  try {
    const sent = transport.whole(outbound(inbound, way, transport.takesParts), timersOf(run, readyOf(site)), run.signal)
    return sent.then((answer) => received(site, run, inbound, way, answer), lost)
  } catch (error) {
    return lost(error)
  }
}

function received<E extends Relayed>(
  site: Site<E>,
  run: RelayedRun<E>,
  inbound: Inbound,
  way: Way<E>,
  answer: HttpReply,
): Outcome<WholeAnswer<E>> | Promise<Outcome<WholeAnswer<E>>> {
  const { status } = answer
  if (status < 200 || status >= 300) return refused(site, run, inbound, way, answer)
  try {
    return takeIn(site, run, inbound, way, answer)
  } catch (error) {
    return lostAnswer(way, error)
  }
}

async function refused<E extends Relayed>(
  site: Site<E>,
  run: RelayedRun<E>,
  inbound: Inbound,
  { adapter, target }: Way<E>,
  answer: HttpReply,
): Promise<Outcome<WholeAnswer<E>>> {
  const { refusedAnswer } = await import('../../runtime/refused-answer.js')
  const { status, headers } = answer
  const said = refusedAnswer({ adapter, target }, { status, headers, text: answer.text() }, run.engine.now())
  return said === 'renewed' ? relayWhole(site, run, inbound) : said
}

async function lostAnswer({ target }: { readonly target: Target }, error: unknown): Promise<Fault> {
  const { fromTransport } = await import('../../runtime/transport/transport-failure.js')
  return { failure: fromTransport(error, placeOf(target)) }
}

function takeIn<E extends Relayed>(
  site: Site<E>,
  run: RelayedRun<E>,
  inbound: Inbound,
  { codec, target }: Way<E>,
  answer: HttpReply,
): Outcome<WholeAnswer<E>> | Promise<Outcome<WholeAnswer<E>>> {
  const { endpoint } = run
  const { status, headers } = answer
  const bytes = asBuffer(answer.bytes())
  const isSmall = endpoint !== 'embeddings' && bytes.length <= smallAnswer
  const read = isSmall ? readSmall(bytes, endpoint) : readAnswer(bytes, endpoint, wantsText(inbound))
  if (read === undefined) {
    const reply = codec.fromResponse(answer, createCall(run, readyOf(site)), target)
    return isFault(reply) ? reply : finish(site, target, reply, status, headers)
  }
  const tier = endpoint === 'chat' ? read.tier : undefined
  const facts = { target, status, headers, model: read.model, usage: read.usage, tier, firstTokenMs: undefined }
  // Nobody reads the reply of this answer: its bytes go out.
  const noted = taken<E>(site, noReply as Answer<E>['reply'], facts)
  return isFault(noted) ? noted : { bytes, read, meta: noted.meta }
}

function wantsText({ looked }: Inbound): boolean {
  return looked.values.encoding_format === 'base64'
}

const noReply: unknown = Object.freeze({})

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
