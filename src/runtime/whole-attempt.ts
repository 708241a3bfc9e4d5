/** One attempt whose answer is read to its end. */
import type { ChatReply } from '../protocol/chat.js'
import type { EmbeddingReply } from '../protocol/embeddings.js'
import { isFault, type Outcome } from '../protocol/failure.js'
import type { HttpHeaders } from '../protocol/http.js'
import type { Endpoint, Endpoints, Target } from '../providers/adapter.js'
import type { Meta } from './client-types.js'
import { learnHeaders, learnSuccess, noteAnswer } from './outcomes.js'
import { buildOutgoing, isFollowed, type Outgoing, placeOf, readyOf, wantsMock } from './outgoing.js'
import { type AnswerFacts, answerCost, createMeta } from './reply-meta.js'
import type { Site } from './run.js'

/** An answer and what is known about it. */
export type Answer<E extends Endpoint> = {
  readonly reply: Endpoints[E]['reply']
  readonly meta: Meta
  readonly status: number
}

/** Asks the deployment of `site` and reads its answer, or says why there is none. */
export async function attemptWhole<E extends Endpoint>(site: Site<E>): Promise<Outcome<Answer<E>>> {
  const { run } = site
  const mocked = wantsMock(site) ? (await import('./mock-response.js')).mockWhole(site) : undefined
  if (mocked !== undefined) {
    const outcome = await mocked
    return isFault(outcome) ? outcome : finish(site, outcome.target, outcome.reply, 200, {})
  }
  const built = buildOutgoing(site)
  const outgoing = built instanceof Promise ? await built : built
  if (isFault(outgoing)) {
    const isUncounted = run.endpoint === 'tokens' && outgoing.failure.code === 'endpoint_not_supported'
    return isUncounted ? countHere(site) : outgoing
  }
  const { codec, call, target, http, timers } = outgoing
  try {
    if (isFollowed(outgoing) || outgoing.parts !== undefined) return await attemptLong(site, outgoing)
    const request = http instanceof Promise ? await http : http
    const answer = await run.engine.transport.whole(request, timers, run.signal)
    const { status, headers } = answer
    if (status < 200 || status >= 300) {
      const { refusedAnswer } = await import('./refused-answer.js')
      const refused = refusedAnswer(outgoing, { status, headers, text: answer.text() }, run.engine.now())
      return refused === 'renewed' ? attemptWhole(site) : refused
    }
    const reply = codec.fromResponse(answer, call, target)
    if (isFault(reply)) return reply
    const finished = finish(site, target, reply, status, headers)
    return finished instanceof Promise ? await finished : finished
  } catch (error) {
    const { fromTransport } = await import('./transport/transport-failure.js')
    return { failure: fromTransport(error, placeOf(target)) }
  }
}

async function countHere<E extends Endpoint>(site: Site<E>): Promise<Outcome<Answer<E>>> {
  const { countHere: count } = await import('./tokens/local-tokens.js')
  const { target, reply } = await count(site)
  return finish(site, target, reply, 200, {})
}

async function attemptLong<E extends Endpoint>(site: Site<E>, outgoing: Outgoing<E>): Promise<Outcome<Answer<E>>> {
  const { longAnswer } = await import('./long-attempt.js')
  const answer = await longAnswer(site, outgoing)
  if (isFault(answer)) return answer
  const { status, headers } = answer.last
  return finish(site, outgoing.target, answer.reply, status, headers)
}

/** Takes the answer in. Chats and embeddings, the hot path, wait for nothing here. */
export function finish<E extends Endpoint>(
  site: Site<E>,
  target: Target,
  reply: Endpoints[E]['reply'],
  status: number,
  headers: HttpHeaders,
  mayFilter = true,
): Outcome<Answer<E>> | Promise<Outcome<Answer<E>>> {
  const { endpoint, prepared } = site.run
  // A filtered answer goes to the content-policy chain where the config has one for this model; else it is the answer.
  if (mayFilter && isFiltered(reply) && site.run.engine.plan.chains.contentPolicy.length > 0)
    return finishFiltered(site, target, reply, status, headers)
  const model = 'model' in reply && reply.model !== undefined ? reply.model : target.model
  const facts = { target, status, headers, model, firstTokenMs: undefined, usage: undefined, tier: undefined }
  if (endpoint === 'chat') {
    // The endpoint says which reply it is.
    const chat = reply as ChatReply
    const chatFacts = { target, status, headers, model, firstTokenMs: undefined, usage: chat.usage, tier: tierOf(chat) }
    if (!readyOf(site).mergeReasoning) return taken(site, reply, chatFacts)
    return import('./streams/merge-reasoning.js').then(({ mergeReasoning }) => {
      mergeReasoning(chat)
      return taken(site, reply, chatFacts)
    })
  }
  if (endpoint === 'embeddings') return taken(site, reply, { ...facts, usage: (reply as EmbeddingReply).usage })
  return import('./bill.js').then(({ billOf }) => taken(site, reply, { ...facts, ...billOf(endpoint, prepared.request, reply) }))
}

async function finishFiltered<E extends Endpoint>(
  site: Site<E>,
  target: Target,
  reply: Endpoints[E]['reply'],
  status: number,
  headers: HttpHeaders,
): Promise<Outcome<Answer<E>>> {
  const { filteredFailure } = await import('./filtered-answer.js')
  const failure = filteredFailure(site, target)
  return failure === undefined ? finish(site, target, reply, status, headers, false) : { failure }
}

/** True for an answer that the provider's content filter has cut off. */
function isFiltered(reply: Endpoints[Endpoint]['reply']): boolean {
  if ('choices' in reply) return reply.choices[0]?.finish_reason === 'content_filter'
  return 'object' in reply && reply.object === 'response' && reply.incomplete_details?.reason === 'content_filter'
}

/** `service_tier`, which Anthropic reports among its counts. */
function tierOf({ service_tier, choices }: ChatReply): unknown {
  return service_tier ?? choices[0]?.message.provider_specific_fields?.service_tier
}

/** Notes an answer and what it cost: the deployment has served. */
export function taken<E extends Endpoint>(site: Site<E>, reply: Endpoints[E]['reply'], facts: AnswerFacts): Outcome<Answer<E>> {
  const now = site.run.engine.now()
  const durationMs = now - site.startedAt
  const cost = answerCost(site, facts)
  learnHeaders(site, facts.headers)
  noteAnswer(site, facts.status, durationMs)
  const sample = { durationMs, firstTokenMs: undefined, outputTokens: facts.usage?.completion_tokens }
  learnSuccess(site, sample, facts.usage, cost.nanoUsd, now)
  return { reply, meta: createMeta(site, facts, cost, now), status: facts.status }
}
