/** What a caller is told about an answer that it did not pay for. */
import { isRecord } from '../../providers/shared/json.js'
import type { Meta } from '../client-types.js'
import type { Run } from '../run.js'
import type { Source } from './entry.js'

/** LiteLLM's name of the header that says from where an answer came. */
const keyHeader = 'x-litellm-cache-key'

const reasons = {
  kept: 'answered from the response cache',
  shared: 'shared with an identical call that was under way',
} as const

/** The meta of an answer of `source` that was kept, or came to an identical call. No provider was asked, so there are no attempts. */
export function cachedMeta(run: Run, { deploymentId, provider, model, group }: Source, key: string, cacheHit: true | 'shared'): Meta {
  return {
    deploymentId,
    provider,
    model,
    group,
    cost: 0,
    costNanoUsd: 0,
    costReason: reasons[cacheHit === true ? 'kept' : 'shared'],
    usage: undefined,
    attempts: run.attempts,
    fallbacks: run.fallbacks,
    latencyMs: run.engine.now() - run.startedAt,
    timeToFirstTokenMs: undefined,
    requestId: null,
    headers: { [keyHeader]: key },
    cacheKey: key,
    cacheHit,
  }
}

/**
 * A response repeats the metadata of its request, which are no part of the key: a kept one, or an event with one, gets
 * those of its new caller. Other answers are as they were.
 */
export function withOwnMetadata<T>(run: Run, answer: T): T {
  if (run.endpoint !== 'responses' || !isRecord(answer)) return answer
  const response = isRecord(answer.response) ? answer.response : answer
  const { request } = run.prepared
  if ('metadata' in response) response.metadata = ('metadata' in request && request.metadata) || {}
  return answer
}
