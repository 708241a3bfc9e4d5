/** Attempts of more than one request: hosts that answer later, and requests that go out in parts. Imported when first needed. */
import { isFault, type Outcome } from '../protocol/failure.js'
import type { AbortSignalLike, HttpReply, HttpRequest } from '../protocol/http.js'
import type { Call, Endpoint, Endpoints } from '../providers/adapter.js'
import { abortedBy } from './call-failures.js'
import { createFailure, nameOf } from './failures.js'
import { enter, type Outgoing, placeOf, readyOf } from './outgoing.js'
import { refusedAnswer } from './refused-answer.js'
import type { Site } from './run.js'
import { offAbort, onAbort } from './transport/abort-listeners.js'

/** Parts that are under way at the same time. */
const mostAtOnce = 4
/** A host that asks to be followed without end is left after so many rounds. */
const mostRounds = 10_000
/** From this round on there is a pause of at least that many milliseconds between two requests. */
const patientRound = 5
const leastPauseMs = 100
/** Longest time for each request that removes what a call has left, milliseconds. */
const tidyMs = 5_000

/** An attempt, its end on the clock, and what stops it. */
type Attempt<E extends Endpoint> = {
  readonly site: Site<E>
  readonly outgoing: Outgoing<E>
  readonly endsAt: number
  readonly signal: AbortSignalLike | undefined
}

/** The whole answer of an attempt, and the last HTTP answer that it was read from. */
export type LongAnswer<E extends Endpoint> = { readonly reply: Endpoints[E]['reply']; readonly last: HttpReply }

/** Sends the request, or its parts, and follows each to its answer. Rejects as the transport does. */
export async function longAnswer<E extends Endpoint>(site: Site<E>, outgoing: Outgoing<E>): Promise<Outcome<LongAnswer<E>>> {
  const { codec, call, parts } = outgoing
  const attempt = attemptOf(site, outgoing, site.run.signal)
  if (parts === undefined || codec.join === undefined) return answerOf(attempt, call, outgoing.bare, outgoing.http)
  const answers = await inParts(attempt, parts)
  if (isFault(answers)) return answers
  const replies = answers.map(({ reply }) => reply)
  const last = answers.at(-1)?.last
  if (last === undefined) throw new Error('llmgen bug: a request was split into no parts')
  return { reply: codec.join(replies, call), last }
}

/** The request that opens a stream after a first answer; the answer itself where nothing follows it. Rejects as the transport does. */
export async function firstOfStream<E extends Endpoint>(site: Site<E>, outgoing: Outgoing<E>): Promise<Outcome<HttpRequest | HttpReply>> {
  const { codec, call, target } = outgoing
  const attempt = attemptOf(site, outgoing, site.run.signal)
  const reply = await send(attempt, outgoing.bare, outgoing.http)
  if (isFault(reply)) return reply
  const next = codec.follow?.(reply, call, target, 0, outgoing.bare)
  if (next === undefined) return reply
  if (isFault(next)) return next
  return (await pause(attempt, next.afterMs, 0)) ?? authorised(attempt, next.request)
}

function attemptOf<E extends Endpoint>(site: Site<E>, outgoing: Outgoing<E>, signal: AbortSignalLike | undefined): Attempt<E> {
  return { site, outgoing, signal, endsAt: site.startedAt + (outgoing.timers.totalMs ?? Number.POSITIVE_INFINITY) }
}

/** Sends the parts, some at a time. The first failure stops the others. */
async function inParts<E extends Endpoint>(
  attempt: Attempt<E>,
  parts: readonly Endpoints[E]['request'][],
): Promise<Outcome<readonly LongAnswer<E>[]>> {
  const { signal: outer } = attempt
  const stopper = new AbortController()
  const stop = () => stopper.abort(outer?.reason)
  if (outer?.aborted) stop()
  else if (outer !== undefined) onAbort(outer, stop)
  const answers: LongAnswer<E>[] = []
  let failed: { readonly because: Outcome<never> } | { readonly thrown: unknown } | undefined
  let next = 0
  const work = async () => {
    while (next < parts.length && failed === undefined) {
      const at = next++
      try {
        const answer = await partOf({ ...attempt, signal: stopper.signal }, parts, at)
        if (isFault(answer)) failed ??= { because: answer }
        else answers[at] = answer
      } catch (error) {
        failed ??= { thrown: error }
      }
      if (failed !== undefined) stop()
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(mostAtOnce, parts.length) }, work))
  } finally {
    if (outer !== undefined) offAbort(outer, stop)
  }
  if (failed === undefined) return answers
  if ('thrown' in failed) throw failed.thrown
  return failed.because
}

async function partOf<E extends Endpoint>(
  attempt: Attempt<E>,
  parts: readonly Endpoints[E]['request'][],
  at: number,
): Promise<Outcome<LongAnswer<E>>> {
  const { codec, call: whole, target, bare, http } = attempt.outgoing
  const call = { ...whole, request: parts[at] ?? whole.request }
  if (at === 0) return answerOf(attempt, call, bare, http)
  const request = codec.toRequest(call, target)
  return isFault(request) ? request : answerOf(attempt, call, request)
}

/** One request and what follows it, to the answer. What they leave at the host is removed; only an answer waits for that. */
async function answerOf<E extends Endpoint>(
  attempt: Attempt<E>,
  call: Call<E>,
  request: HttpRequest,
  signed?: HttpRequest | Promise<HttpRequest>,
): Promise<Outcome<LongAnswer<E>>> {
  const left = new Map<string, HttpRequest>()
  const answer = await chase(attempt, call, request, signed, left).catch((error: unknown) => {
    void tidy(attempt, left)
    throw error
  })
  const tidied = tidy(attempt, left)
  if (!isFault(answer)) await tidied
  return answer
}

/** Removes what is left at the host. Never rejects: the answer, or the failure, stands whatever comes of it. */
async function tidy<E extends Endpoint>(attempt: Attempt<E>, left: ReadonlyMap<string, HttpRequest>): Promise<void> {
  const { transport } = attempt.site.run.engine
  for (const request of [...left.values()].reverse()) {
    const ready = await authorised(attempt, request).catch(() => undefined)
    if (ready === undefined || isFault(ready)) return
    const timers = { connectMs: tidyMs, firstByteMs: undefined, idleMs: undefined, totalMs: tidyMs }
    await transport.whole(ready, timers).catch(() => undefined)
  }
}

async function chase<E extends Endpoint>(
  attempt: Attempt<E>,
  call: Call<E>,
  request: HttpRequest,
  signed: HttpRequest | Promise<HttpRequest> | undefined,
  left: Map<string, HttpRequest>,
): Promise<Outcome<LongAnswer<E>>> {
  const { codec, target } = attempt.outgoing
  let sent = request
  let reply = await send(attempt, sent, signed)
  for (let round = 0; !isFault(reply); round++) {
    const next = codec.follow?.(reply, call, target, round, sent)
    if (isFault(next)) return next
    if (next === undefined) {
      const answer = codec.fromResponse(reply, call, target)
      return isFault(answer) ? answer : { reply: answer, last: reply }
    }
    if (next.tidy !== undefined) left.set(next.tidy.url, next.tidy)
    const stopped = await pause(attempt, next.afterMs, round)
    if (stopped !== undefined) return stopped
    sent = next.request
    reply = await send(attempt, sent)
  }
  return reply
}

/** Waits as the host asks. A wait for which the attempt has no time left is not begun. */
async function pause<E extends Endpoint>({ site, outgoing, endsAt, signal }: Attempt<E>, afterMs: number, round: number) {
  const { engine } = site.run
  const place = placeOf(outgoing.target)
  const ms = round < patientRound ? Math.max(0, afterMs) : Math.max(leastPauseMs, afterMs)
  if (round >= mostRounds || ms >= endsAt - engine.now()) {
    const waited = Math.round((engine.now() - site.startedAt) / 1_000)
    const message = `${nameOf(place)}: the host was not done after ${waited} s and ${round + 1} answers. Raise timeout if the model needs longer.`
    return { failure: createFailure(place, { kind: 'timeout', status: 408, code: 'total_timeout', type: 'timeout_error', message }) }
  }
  if (ms > 0) await engine.sleep(ms, signal)
  return signal?.aborted ? { failure: abortedBy(signal, place) } : undefined
}

/** Sends within the time that the attempt has left. A token that ended meanwhile is renewed, once. */
async function send<E extends Endpoint>(
  attempt: Attempt<E>,
  request: HttpRequest,
  signed?: HttpRequest | Promise<HttpRequest>,
  mayRenew = true,
): Promise<Outcome<HttpReply>> {
  const { site, outgoing, endsAt, signal } = attempt
  const { engine } = site.run
  const ready = await (signed ?? authorised(attempt, request))
  if (isFault(ready)) return ready
  const totalMs = Math.max(1, endsAt - engine.now())
  const connectMs = Math.min(outgoing.timers.connectMs ?? totalMs, totalMs)
  const answer = await engine.transport.whole(ready, { connectMs, firstByteMs: undefined, idleMs: undefined, totalMs }, signal)
  const { status, headers } = answer
  if (status >= 200 && status < 300) return answer
  const text = answer.text()
  const { adapter, target, renew } = outgoing
  const refused = refusedAnswer({ adapter, target, renew: mayRenew ? renew : undefined }, { status, headers, text }, engine.now())
  return refused === 'renewed' ? send(attempt, request, undefined, false) : refused
}

/** The request with the credentials of this moment. */
async function authorised<E extends Endpoint>({ site, outgoing }: Attempt<E>, request: HttpRequest): Promise<Outcome<HttpRequest>> {
  const { engine } = site.run
  const signed = await enter(site, readyOf(site))
  if (isFault(signed)) return signed
  return outgoing.adapter.authorize(request, signed.credentials, outgoing.target, engine.crypto, engine.now())
}
