/** One line for each request that has ended: what was asked of whom, how it went, what it took. Never a query, a body or a key. */

import type { CallObserver, CallRecord } from './call-record.js'
import type { GatewayLog, LogFacts } from './log.js'
import { statusOf } from './metrics/call-labels.js'

/** Names come from callers: what is longer is cut. */
const longestName = 200
/** So much of a key's hash tells keys apart and is of no other use. */
const shownHash = 8

/** Writes each request down. */
export function createAccessLog(write: NonNullable<GatewayLog['access']>): CallObserver {
  return (record) => write(factsOf(record), 'request')
}

/** What a line says of a request. Members that are undefined are left out of it. */
export function factsOf(record: CallRecord): LogFacts {
  const { meta, identity, problem, startedAt, endedAt } = record
  return {
    method: record.method,
    route: record.route,
    status: statusOf(record),
    ms: Math.round((endedAt - startedAt) * 1_000) / 1_000,
    callId: record.callId,
    callerCallId: record.callerCallId,
    key: identity === undefined ? undefined : keyName(identity),
    model: record.model?.slice(0, longestName),
    stream: record.streamed,
    deployment: meta?.deploymentId,
    provider: meta?.provider,
    attempts: meta?.attempts.length,
    fallbacks: meta === undefined || meta.fallbacks.length === 0 ? undefined : meta.fallbacks.join(','),
    cost: usd(record.costNanoUsd ?? meta?.costNanoUsd),
    inputTokens: record.usage?.prompt_tokens,
    outputTokens: record.usage?.completion_tokens,
    end: record.end === 'answered' ? undefined : record.end,
    error: problem?.type,
  }
}

/** Which key it was, in words that open nothing: a virtual key by the beginning of its hash. */
function keyName({ kind, keyHash }: NonNullable<CallRecord['identity']>): string | undefined {
  if (kind === 'key') return keyHash.slice(0, shownHash)
  return kind === 'master' ? keyHash : undefined
}

function usd(nano: number | undefined): number | undefined {
  return nano === undefined ? undefined : nano / 1e9
}
