/** What a finished Gemini candidate says in OpenAI's terms: why it ended, its tokens, and what has no place there. */
import type { FinishReason, Logprobs } from '../../protocol/chat.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import type { Candidate } from './candidate.js'

/** `STOP` and whatever is not named here is `stop`, or `tool_calls` where there are calls. */
const reasons: ReadonlyMap<unknown, FinishReason> = new Map<unknown, FinishReason>([
  ['MAX_TOKENS', 'length'],
  ...[
    'SAFETY',
    'RECITATION',
    'LANGUAGE',
    'BLOCKLIST',
    'PROHIBITED_CONTENT',
    'SPII',
    'IMAGE_SAFETY',
    'IMAGE_PROHIBITED_CONTENT',
    'IMAGE_RECITATION',
    'MODEL_ARMOR',
  ].map((reason) => [reason, 'content_filter'] as const),
])

/** Differs: LiteLLM passes unknown values on, and takes `OTHER` for filtered. A refused prompt has no reason of its own. */
export function geminiFinish({ members, calls }: Candidate, { block }: ReplyMembers, isLegacy: boolean): FinishReason {
  const reason = reasons.get(members.finishReason) ?? (calls.length > 0 ? 'tool_calls' : 'stop')
  if (members.finishReason === undefined && block !== undefined) return 'content_filter'
  return reason === 'tool_calls' && isLegacy ? 'function_call' : reason
}

/** Reasons that OpenAI's word says as well. */
const plainReasons: ReadonlySet<unknown> = new Set(['STOP', 'MAX_TOKENS', undefined])

const passed = [
  ['groundingMetadata', 'grounding_metadata'],
  ['citationMetadata', 'citation_metadata'],
  ['urlContextMetadata', 'url_context_metadata'],
  ['safetyRatings', 'safety_ratings'],
  ['avgLogprobs', 'avg_logprobs'],
] as const

/** What an answer holds beyond OpenAI's message; undefined where nothing. */
export function specificFields(candidate: Candidate, reply: ReplyMembers): JsonRecord | undefined {
  const { members } = candidate
  const fields: JsonRecord = {}
  if (candidate.needsReplay) fields.content_parts = candidate.parts
  for (const [name, as] of passed) if (members[name] !== undefined && !isEmpty(members[name])) fields[as] = members[name]
  const reason = members.finishReason ?? reply.block?.blockReason
  if (!plainReasons.has(reason)) {
    fields.native_finish_reason = reason
    if (textOf(members.finishMessage) !== undefined) fields.finish_message = members.finishMessage
  }
  for (const [name, as] of reportMembers) if (textOf(reply.report?.[name]) !== undefined) fields[as] = reply.report?.[name]
  if (reply.block !== undefined) fields.prompt_feedback = reply.block
  return Object.keys(fields).length > 0 ? fields : undefined
}

/** What is said of the whole reply, not of one candidate. */
export type ReplyMembers = { readonly report: JsonRecord | undefined; readonly block: JsonRecord | undefined }

const reportMembers = [
  ['serviceTier', 'service_tier'],
  ['trafficType', 'traffic_type'],
] as const

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0
}

/** Why a prompt was refused, where the answer says so. */
export function refusalText({ block }: ReplyMembers): string | null {
  return textOf(block?.blockReasonMessage) ?? null
}

/** Searches that were made on the way: they are billed one by one. */
export function searchesOf(candidates: Iterable<Candidate>): number {
  let count = 0
  for (const { members } of candidates) {
    if (isRecord(members.groundingMetadata)) count += listOf(members.groundingMetadata.webSearchQueries).length
  }
  return count
}

/** Token probabilities, or null where none came. */
export function logprobsOf({ tokens }: Candidate): Logprobs | null {
  if (tokens.chosen.length === 0) return null
  const content = tokens.chosen.map((chosen, at) => ({
    ...tokenOf(chosen),
    top_logprobs: recordsOf(tokens.top[at]?.candidates).map(tokenOf),
  }))
  return { content, refusal: null }
}

function tokenOf({ token, logProbability }: JsonRecord) {
  const text = typeof token === 'string' ? token : ''
  return { token: text, bytes: [...new TextEncoder().encode(text)], logprob: typeof logProbability === 'number' ? logProbability : 0 }
}
