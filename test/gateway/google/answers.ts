/** Gemini's answers put together from the pieces of a stream, and what counts as the same answer. */
import { camelCased } from '../../../src/gateway/google/camel-case.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../../../src/providers/shared/json.js'

/**
 * The answer that pieces add up to: parts in their order, the last of every other member. A call that came in pieces is one
 * part, with the arguments that `calls` has for it.
 */
export function foldedAnswer(pieces: readonly JsonRecord[], calls: readonly { readonly arguments: unknown }[] = []): JsonRecord {
  const candidates = new Map<unknown, JsonRecord>()
  let answer: JsonRecord = {}
  for (const { candidates: list, ...rest } of pieces) {
    answer = { ...answer, ...rest }
    for (const candidate of recordsOf(list)) {
      const index = candidate.index ?? 0
      const known = candidates.get(index)
      const parts = [...partsOf(known), ...partsOf(candidate)]
      candidates.set(index, { ...known, ...candidate, content: { role: 'model', parts } })
    }
  }
  return { ...answer, candidates: [...candidates.values()].map((candidate) => withCalls(candidate, calls)) }
}

function withCalls(candidate: JsonRecord, calls: readonly { readonly arguments: unknown }[]): JsonRecord {
  const parts = partsOf(candidate)
  if (!parts.some(({ functionCall: call }) => isRecord(call) && call.willContinue === true)) return candidate
  const left = [...calls]
  const whole = parts.flatMap(({ functionCall: call, ...part }): JsonRecord[] => {
    if (!isRecord(call)) return [part]
    return call.name === undefined ? [] : [{ ...part, functionCall: { name: call.name, args: left.shift()?.arguments } }]
  })
  return { ...candidate, content: { role: 'model', parts: whole } }
}

function partsOf(candidate: JsonRecord | undefined): readonly JsonRecord[] {
  return isRecord(candidate?.content) ? recordsOf(candidate.content.parts) : []
}

/**
 * An answer without what says nothing or cannot be told in chat terms:
 * - names in camel case, base64 in its plain alphabet;
 * - `index: 0`, empty lists and empty texts without a signature;
 * - texts and thoughts are joined, thoughts first; calls stand last;
 * - ids of calls that had none;
 * - the message beside `STOP`, which says that there are calls;
 * - tokens of tool use are part of the prompt, and tokens by modality are not told;
 * - `createTime`, `role` of the content, and a total that the API counts otherwise.
 */
export function normalAnswer(value: unknown): JsonRecord {
  const answer = camelCased(value)
  if (!isRecord(answer)) throw new Error('no answer')
  const { createTime: _time, candidates, usageMetadata, automaticFunctionCallingHistory: _history, ...rest } = answer
  return {
    ...filled(rest),
    candidates: recordsOf(candidates).map(normalCandidate),
    usageMetadata: normalUsage(isRecord(usageMetadata) ? usageMetadata : {}),
  }
}

function normalCandidate({ content, index, logprobsResult, finishMessage, ...rest }: JsonRecord): JsonRecord {
  const parts = (isRecord(content) ? recordsOf(content.parts) : []).map(({ thoughtSignature: signature, ...part }): JsonRecord => {
    const call = part.functionCall
    const kept = textOf(signature) === undefined ? {} : { thoughtSignature: signature }
    if (!isRecord(call)) return { ...part, ...kept }
    return { functionCall: { name: call.name, args: call.args ?? {}, ...(isMadeUp(call.id) ? {} : { id: call.id }) }, ...kept }
  })
  const thoughts = parts.filter((part) => part.thought === true)
  const texts = parts.filter((part) => part.thought !== true && part.text !== undefined)
  const calls = parts.filter((part) => part.functionCall !== undefined)
  const others = parts.filter((part) => part.text === undefined && part.functionCall === undefined)
  const signatures = [...thoughts, ...texts].flatMap((part) => textOf(part.thoughtSignature) ?? [])
  return {
    ...filled(rest),
    ...(rest.finishReason !== 'STOP' && filled({ finishMessage })),
    ...(logprobsResult !== undefined && { tokens: isRecord(logprobsResult) ? recordsOf(logprobsResult.chosenCandidates).length : 0 }),
    ...(index !== undefined && index !== 0 && { index }),
    parts: { thoughts: joined(thoughts), text: joined(texts), signatures, others, calls },
  }
}

const joined = (parts: readonly JsonRecord[]) => parts.map(({ text }) => textOf(text) ?? '').join('')
const isMadeUp = (id: unknown) => id === undefined || /^call_[0-9a-f]{24}$/.test(String(id))

const count = (value: unknown) => (typeof value === 'number' ? value : 0)

function normalUsage(usage: JsonRecord): JsonRecord {
  const prompt = count(usage.promptTokenCount) + count(usage.toolUsePromptTokenCount)
  const thoughts = count(usage.thoughtsTokenCount)
  const candidates = count(usage.candidatesTokenCount)
  return { prompt, thoughts, candidates, cached: count(usage.cachedContentTokenCount) }
}

function filled(record: JsonRecord): JsonRecord {
  const isEmpty = (value: unknown) =>
    value === undefined ||
    value === null ||
    (Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0)
  return Object.fromEntries(Object.entries(record).filter(([, value]) => !isEmpty(value)))
}
