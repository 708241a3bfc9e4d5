/** One attempt whose answer is read to its end. */
import type { ChatReply } from '../protocol/chat.js'
import { type Failure, isFault, type Outcome } from '../protocol/failure.js'
import type { HttpHeaders } from '../protocol/http.js'
import type { Endpoint, Endpoints, Target } from '../providers/adapter.js'
import { ruleOf } from './class-rules.js'
import type { Meta } from './client-types.js'
import type { PricedUsage } from './cost.js'
import { createFailure, fromTransport, nameOf, withLocation } from './failures.js'
import { nextStep, questionOf } from './fallback.js'
import { mergeReasoning } from './merge-reasoning.js'
import { mockWhole } from './mock-response.js'
import { learnSuccess, noteAnswer } from './outcomes.js'
import { buildOutgoing, placeOf, readyOf } from './outgoing.js'
import { answerCost, createMeta } from './reply-meta.js'
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
  const mocked = mockWhole(site)
  if (mocked !== undefined) {
    const outcome = await mocked
    return isFault(outcome) ? outcome : finish(site, outcome.target, outcome.reply, 200, {})
  }
  const outgoing = buildOutgoing(site)
  if (isFault(outgoing)) return outgoing
  const { adapter, codec, call, target, http, timers } = outgoing
  try {
    const request = http instanceof Promise ? await http : http
    const answer = await run.engine.transport.whole(request, timers, run.signal)
    const { status, headers } = answer
    if (status < 200 || status >= 300) {
      return { failure: withLocation(adapter.toFailure({ status, headers, text: answer.text() }, target, run.engine.now())) }
    }
    const reply = codec.fromResponse(answer, call, target)
    if (isFault(reply)) return reply
    if (readyOf(site).mergeReasoning && isChatReply(reply)) mergeReasoning(reply)
    return finish(site, target, reply, status, headers)
  } catch (error) {
    return { failure: fromTransport(error, placeOf(target)) }
  }
}

function finish<E extends Endpoint>(
  site: Site<E>,
  target: Target,
  reply: Endpoints[E]['reply'],
  status: number,
  headers: HttpHeaders,
): Outcome<Answer<E>> {
  const { run } = site
  if (isChatReply(reply) && reply.choices[0]?.finish_reason === 'content_filter' && hasContentChain(site)) {
    const failure = filtered(target)
    // Where nobody is left to ask, the filtered answer is better than none.
    if (nextStep(questionOf(run, ruleOf(failure))) !== undefined) return { failure }
  }
  const usage = usageOf(reply)
  const model = 'model' in reply && reply.model !== undefined ? reply.model : target.model
  const facts = { target, status, headers, model, usage, firstTokenMs: undefined }
  const now = run.engine.now()
  const durationMs = now - site.startedAt
  const cost = answerCost(site, facts)
  noteAnswer(site, status, durationMs)
  learnSuccess(site, { durationMs, firstTokenMs: undefined, outputTokens: usage?.completion_tokens }, cost.nanoUsd)
  return { reply, meta: createMeta(site, facts, cost, now), status }
}

/** Token counts of a reply that has OpenAI's chat counts. */
function usageOf(reply: Endpoints[Endpoint]['reply']): PricedUsage | undefined {
  return 'usage' in reply && reply.usage !== null && reply.usage !== undefined && 'prompt_tokens' in reply.usage ? reply.usage : undefined
}

function isChatReply(reply: Endpoints[Endpoint]['reply']): reply is ChatReply {
  return 'object' in reply && reply.object === 'chat.completion'
}

/** A filtered answer goes to the content-policy chain where the config has one for this model; else it is the answer. */
function hasContentChain(site: Site): boolean {
  const { chains } = site.run.engine
  return chains.contentPolicy.size > 0 && (chains.contentPolicy.has(site.resolved.group.name) || chains.contentPolicy.has('*'))
}

function filtered(target: Target): Failure {
  const place = placeOf(target)
  return createFailure(place, {
    kind: 'content-policy',
    status: 400,
    code: 'content_policy_violation',
    type: 'invalid_request_error',
    message: `${nameOf(place)}: the answer was blocked by the provider's content filter`,
  })
}
