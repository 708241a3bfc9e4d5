/** What became of a request, as a row of the spend log. Every request that asked a model has one, answered or not. */
import type { Attempt } from '../../runtime/client-types.js'
import type { CallRecord } from '../call-record.js'
import { masterKeyAlias } from '../key-check.js'
import { isUsualAttempt, keptAttempt, OneAttempt } from '../store/spend-attempts.js'
import { type SpendRow, usdText } from '../store/spend-row.js'
import type { Json, JsonObject } from '../store/tables.js'

/** Texts that callers choose are cut: a row is small. */
const longestText = 256
const mostAttempts = 20
const mostTags = 20
const fewTags = 5

const none: readonly never[] = []

/**
 * The row of a request; undefined where none is due: it asked no model, or was turned away before anybody knew whose it was.
 * `apiBase` is the base URL of the deployment that answered, without query; '' where there is none.
 * A literal without spreads: V8 makes one with spreads name by name, which took 4 µs of each request.
 */
export function spendRowOf(record: CallRecord, apiBase = ''): SpendRow | undefined {
  const { callType, identity, meta, usage, requesterIp, sessionId } = record
  if (callType === undefined || identity === undefined) return undefined
  const key = identity.caller?.key
  const firstTokenMs = meta?.timeToFirstTokenMs
  return {
    request_id: record.callId,
    start_time: Math.round(record.startedAt),
    end_time: Math.round(record.endedAt),
    completion_start_time: firstTokenMs === undefined ? null : Math.round(record.endedAt - (meta?.latencyMs ?? 0) + firstTokenMs),
    call_id: record.callerCallId ?? null,
    response_id: responseId(record),
    call_type: callType,
    status: record.end === 'answered' && record.status < 400 ? 'success' : 'failure',
    api_key: identity.kind === 'open' ? '' : identity.keyHash,
    user_id: identity.keyHash === masterKeyAlias ? '' : (identity.userId ?? ''),
    team_id: identity.teamId ?? '',
    organization_id: identity.caller?.organization?.organizationId ?? key?.organizationId ?? '',
    end_user: cut(record.endUser),
    model_group: cut(meta?.group ?? record.model),
    model: cut(meta?.model),
    model_id: meta?.deploymentId ?? '',
    provider: meta?.provider ?? '',
    api_base: cut(apiBase),
    spend: costText(record),
    prompt_tokens: tokens(usage?.prompt_tokens),
    completion_tokens: tokens(usage?.completion_tokens),
    cache_read_tokens: tokens(usage?.prompt_tokens_details?.cached_tokens),
    cache_write_tokens: tokens(usage?.prompt_tokens_details?.cache_creation_tokens ?? usage?.prompt_tokens_details?.cache_write_tokens),
    cache_hit: meta?.cacheHit === true || meta?.cacheHit === 'shared',
    request_tags: tagsOf(record.tags),
    requester_ip: cut(requesterIp),
    session_id: cut(sessionId),
    metadata: metadataOf(record),
    windows: record.spendWindows ?? none,
    bodies: record.bodies,
  }
}

/** Longest id that a look-up takes, characters. */
const longestId = 400

/** An answer that is given twice has the id of the first: that one is meant by it. */
function responseId({ answerId: id, meta }: CallRecord): string | undefined {
  const isAgain = meta?.cacheHit === true || meta?.cacheHit === 'shared'
  return id === '' || isAgain || (id?.length ?? 0) > longestId ? undefined : id
}

/** Null where the price is not known; 0 where nothing was asked of anybody. */
function costText({ meta, costNanoUsd }: CallRecord): string | null {
  const nano = costNanoUsd ?? meta?.costNanoUsd
  if (nano !== undefined) return usdText(nano)
  return meta === undefined ? usdText(0) : null
}

function tagsOf(tags: readonly string[] | undefined): readonly string[] {
  if (tags === undefined) return none
  return areFine(tags) ? tags : [...new Set(tags)].slice(0, mostTags).map(cut)
}

/** Mostly they are few, short and each there once, which a set and three lists need not find out at each request. */
function areFine(tags: readonly string[]): boolean {
  if (tags.length > fewTags) return false
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at] ?? ''
    if (tag.length > longestText || tags.indexOf(tag) !== at) return false
  }
  return true
}

type Metadata = { [name: string]: Json }

/** What most requests have is of one shape, and a class of its own. */
function metadataOf(record: CallRecord): JsonObject {
  const { meta, problem, end, usage, isEstimated, logged } = record
  const only = meta === undefined || meta.attempts.length !== 1 || isOdd(meta) ? undefined : meta.attempts[0]
  if (
    only === undefined ||
    !isUsualAttempt(only) ||
    only.deploymentId !== meta?.deploymentId ||
    end !== 'answered' ||
    problem !== undefined ||
    logged !== undefined ||
    isEstimated !== undefined ||
    hasFurtherTokens(usage)
  )
    return everythingOf(record)
  return new OneAttempt(Math.round(only.durationMs), record.streamed === true)
}

function isOdd({ fallbacks, costReason, cacheKey }: NonNullable<CallRecord['meta']>): boolean {
  return fallbacks.length > 0 || costReason !== undefined || cacheKey !== undefined
}

/** Set one by one: spreads of what mostly is not there cost every request more than all that they add. */
function everythingOf({ meta, model, streamed, problem, status, end, usage, isEstimated, logged }: CallRecord): JsonObject {
  const metadata: Metadata = {}
  if (meta !== undefined) {
    const { attempts, fallbacks, costReason, cacheKey, deploymentId } = meta
    if (attempts.length > 0) metadata.attempts = attempts.slice(-mostAttempts).map((attempt) => attemptOf(attempt, deploymentId))
    if (fallbacks.length > 0) {
      metadata.fallbacks = fallbacks.slice(0, mostAttempts).map(cut)
      metadata.asked = cut(model)
    }
    if (costReason !== undefined) metadata.cost_reason = cut(costReason)
    if (cacheKey !== undefined) metadata.cache_key = cacheKey
  }
  addFurtherTokens(metadata, usage)
  if (logged !== undefined) metadata.spend_logs_metadata = logged
  if (streamed === true) metadata.stream = true
  if (isEstimated === true) metadata.estimated = true
  if (end === 'left' || end === 'broken') metadata.end = end
  // the message may quote the request: its kind is enough
  if (problem !== undefined) metadata.error = { status: problem.status || status, type: cut(problem.type) }
  return metadata
}

/** Classes of tokens without a column, as far as they were used. */
function addFurtherTokens(metadata: Metadata, usage: CallRecord['usage']): void {
  const before = usage?.prompt_tokens_details
  const after = usage?.completion_tokens_details
  const add = (name: string, count: number) => {
    if (count > 0) metadata[name] = count
  }
  add('reasoning_tokens', tokens(after?.reasoning_tokens))
  add('audio_tokens', tokens(before?.audio_tokens))
  add('audio_output_tokens', tokens(after?.audio_tokens))
  add('cache_write_1h_tokens', tokens(before?.cache_creation_1h_tokens))
}

/** Whether there are any. Providers tell all classes, most of them as 0, or null for all of them. */
function hasFurtherTokens(usage: CallRecord['usage']): boolean {
  const before = usage?.prompt_tokens_details
  const after = usage?.completion_tokens_details
  return (
    tokens(after?.reasoning_tokens) + tokens(after?.audio_tokens) > 0 ||
    tokens(before?.audio_tokens) + tokens(before?.cache_creation_1h_tokens) > 0
  )
}

function attemptOf({ deploymentId: id, outcome, status, durationMs }: Attempt, modelId: string): JsonObject {
  return keptAttempt({ id, outcome: cut(outcome), status, ms: Math.round(durationMs) }, modelId)
}

function cut(text = ''): string {
  return text.length > longestText ? text.slice(0, longestText) : text
}

/** Providers say what they like. */
function tokens(count: number | undefined): number {
  return count !== undefined && count > 0 && count < Number.MAX_SAFE_INTEGER ? Math.round(count) : 0
}
