/** The fold over the events of `streamGenerateContent`; a whole reply is the same with one event. */
import type { ChunkDelta, Usage } from '../../protocol/chat.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import { invalidReply } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { searchesOf } from './answer.js'
import { addCandidate, type Candidate, createCandidate } from './candidate.js'
import { embeddedGeminiFailure } from './errors.js'
import { geminiUsage } from './usage.js'

/** What is known of an answer so far. */
export type GeminiFold = {
  readonly target: Target
  readonly created: number
  readonly random: () => number
  /** True where the caller asked with `functions`: the first call comes as `function_call`. */
  readonly isLegacy: boolean
  readonly candidates: Map<number, Candidate>
  id: string
  model: string
  /** The last report that holds counts, whole. */
  usage: JsonRecord | undefined
  /** The last report of any kind. */
  report: JsonRecord | undefined
  /** Why the prompt was refused. */
  block: JsonRecord | undefined
}

/** A delta and the candidate it belongs to. */
export type Placed = { readonly index: number; readonly delta: ChunkDelta; readonly isFirst: boolean }

/** The state before the first event. */
export function createFold(call: Call<'chat'>, target: Target): GeminiFold {
  return {
    target,
    created: Math.floor(call.now() / 1000),
    random: call.random,
    isLegacy: listOf(call.request.functions).length > 0,
    candidates: new Map(),
    id: '',
    model: target.model,
    usage: undefined,
    report: undefined,
    block: undefined,
  }
}

/** Takes in one event. `text` is the event as it came, for messages. */
export function addEvent(fold: GeminiFold, value: unknown, text: string): Outcome<readonly Placed[]> {
  const event = Array.isArray(value) && value.length === 1 && isRecord(value[0]) && value[0].error !== undefined ? value[0] : value
  if (!isRecord(event)) return invalidReply(fold.target, 'an answer that is not a JSON object', text)
  if (isRecord(event.error)) return { failure: embeddedGeminiFailure(event, fold.target) }
  if (fold.id === '') {
    fold.id = textOf(event.responseId) ?? newId(fold.random, 'gemini_')
    fold.model = textOf(event.modelVersion) ?? fold.model
  }
  if (isRecord(event.usageMetadata)) {
    fold.report = event.usageMetadata
    // not merged with earlier ones: after code execution the last report starts over
    if (countOf(event.usageMetadata.promptTokenCount) !== undefined) fold.usage = event.usageMetadata
  }
  if (isRecord(event.promptFeedback) && textOf(event.promptFeedback.blockReason) !== undefined) fold.block = event.promptFeedback
  const placed: Placed[] = []
  for (const candidate of recordsOf(event.candidates)) {
    const fault = place(fold, candidate, placed, text)
    if (fault !== undefined) return fault
  }
  return placed
}

function place(fold: GeminiFold, event: JsonRecord, into: Placed[], text: string): Fault | undefined {
  const index = countOf(event.index) ?? 0
  const known = fold.candidates.get(index)
  const candidate = known ?? createCandidate(fold.random)
  if (known === undefined) {
    fold.candidates.set(index, candidate)
    into.push({ index, delta: {}, isFirst: true })
  }
  const deltas = addCandidate(candidate, event)
  if (deltas === undefined) return invalidReply(fold.target, 'arguments of a function with a path that cannot be followed', text)
  for (const delta of deltas) into.push({ index, delta, isFirst: false })
  return undefined
}

/** True once every candidate has said why it ended, or the prompt was refused. */
export function isComplete({ candidates, block }: GeminiFold): boolean {
  if (block !== undefined) return true
  return candidates.size > 0 && [...candidates.values()].every(({ members }) => textOf(members.finishReason) !== undefined)
}

/** Counts of the whole answer; a refused prompt costs nothing where no counts came. */
export function foldUsage({ usage, block, candidates }: GeminiFold): Usage | undefined {
  const reported = usage ?? (block === undefined ? undefined : {})
  return reported === undefined ? undefined : geminiUsage(reported, searchesOf(candidates.values()))
}
