/** Builds `meta`, what llmgen knows about an answer. */
import type { HttpHeaders } from '../protocol/http.js'
import type { Target } from '../providers/adapter.js'
import { requestIdOf } from '../providers/shared/request-id.js'
import type { Meta } from './client-types.js'
import { type Billing, type Cost, costOf, type PricedUsage } from './cost.js'
import type { Site } from './run.js'

/** What an attempt's answer tells beyond its content. */
export type AnswerFacts = Billing & {
  readonly target: Target
  readonly status: number
  readonly headers: HttpHeaders
  /** Model as the reply names it; decides the price where the deployment's name does not. */
  readonly model: string
  readonly usage: PricedUsage | undefined
  readonly firstTokenMs: number | undefined
}

/** Cost of an answer by the price of its deployment. */
export function answerCost(site: Site, facts: AnswerFacts): Cost {
  return costOf(site.run.engine.costs, facts.target.deployment.price, facts.model, facts.usage, facts)
}

/** The facts of a call as its caller sees them, at this moment. */
export function createMeta(site: Site, facts: AnswerFacts, cost: Cost, now: number): Meta {
  const { run } = site
  const { nanoUsd } = cost
  return {
    deploymentId: facts.target.deployment.id,
    provider: facts.target.provider.name,
    model: facts.target.model,
    group: site.resolved.match?.name ?? site.resolved.group.name,
    cost: nanoUsd === undefined ? undefined : nanoUsd / 1_000_000_000,
    costNanoUsd: nanoUsd,
    costReason: cost.reason,
    usage: facts.usage,
    attempts: run.attempts,
    fallbacks: run.fallbacks,
    latencyMs: now - run.startedAt,
    timeToFirstTokenMs: facts.firstTokenMs,
    requestId: requestIdOf(facts.headers),
    headers: facts.headers,
  }
}
