/** Chat chunks as the pieces of a streamed Gemini answer: a fold that holds each call back until its arguments are whole. */
import type { ChatChunk, ChunkChoice, ChunkDelta, Usage } from '../../protocol/chat.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../../providers/shared/json.js'
import type { AnswerCandidate, AnswerPart, GenerateAnswer } from './body.js'
import { candidateEnd } from './candidate-end.js'
import { callPart, mediaPart } from './parts.js'
import { answerUsage } from './usage.js'

type HeldCall = { id: string; name: string; args: string }

type OpenCandidate = {
  /** By OpenAI's index, in the order in which they began. */
  readonly calls: Map<number, HeldCall>
  readonly fields: JsonRecord
  end: Pick<ChunkChoice, 'finish_reason' | 'logprobs'> | undefined
}

/** What the fold carries from chunk to chunk. */
export type GenerateStream = {
  readonly candidates: Map<number, OpenCandidate>
  id: string
  model: string
  usage: Usage | undefined
}

/** The state before the first chunk. */
export function createGenerateStream(): GenerateStream {
  return { candidates: new Map(), id: '', model: '', usage: undefined }
}

/** The pieces of one chunk: none, or one. */
export function answerPieces(state: GenerateStream, chunk: ChatChunk): readonly GenerateAnswer[] {
  if (state.id === '') state.id = chunk.id
  state.model = chunk.model
  if (chunk.usage !== undefined && chunk.usage !== null) state.usage = chunk.usage
  const candidates: AnswerCandidate[] = []
  for (const { index, delta, finish_reason: finish, logprobs } of chunk.choices) {
    const open = state.candidates.get(index) ?? { calls: new Map(), fields: {}, end: undefined }
    state.candidates.set(index, open)
    const parts = deltaParts(open, delta)
    if (finish !== null) open.end = { finish_reason: finish, ...(logprobs !== undefined && { logprobs }) }
    if (parts.length > 0) candidates.push({ content: { role: 'model', parts }, index })
  }
  return candidates.length === 0 ? [] : [{ candidates, modelVersion: state.model, responseId: state.id }]
}

/** The last piece: calls, what Gemini says beside its text, why it ended, and the tokens. */
export function lastPieces(state: GenerateStream): readonly GenerateAnswer[] {
  const first = state.candidates.get(0)?.fields.prompt_feedback
  const candidates = [...state.candidates].map(
    ([index, open]): AnswerCandidate => ({
      content: { role: 'model', parts: lastParts(open) },
      ...candidateEnd(open.end?.finish_reason ?? 'stop', open.end?.logprobs, open.fields),
      index,
    }),
  )
  if (candidates.length === 0) return []
  return [
    {
      candidates: isRecord(first) ? [] : candidates,
      ...(isRecord(first) && { promptFeedback: first }),
      ...(state.usage !== undefined && { usageMetadata: answerUsage(state.usage) }),
      modelVersion: state.model,
      responseId: state.id,
    },
  ]
}

function deltaParts(open: OpenCandidate, delta: ChunkDelta): AnswerPart[] {
  const parts: AnswerPart[] = []
  if (delta.provider_specific_fields !== undefined) Object.assign(open.fields, delta.provider_specific_fields)
  const thought = textOf(delta.reasoning_content)
  if (thought !== undefined) parts.push({ text: thought, thought: true })
  for (const text of [delta.content, delta.refusal]) if (typeof text === 'string' && text !== '') parts.push({ text })
  for (const image of delta.images ?? []) parts.push(...mediaPart(image))
  const sound = textOf(delta.audio?.data)
  if (sound !== undefined) parts.push({ inlineData: { mimeType: 'audio/pcm', data: sound } })
  for (const { index, id, function: called } of delta.tool_calls ?? []) {
    const held = open.calls.get(index) ?? { id: '', name: '', args: '' }
    open.calls.set(index, held)
    held.id ||= id ?? ''
    held.name += called?.name ?? ''
    held.args += called?.arguments ?? ''
  }
  return parts
}

/** Calls, then Gemini's own parts: signatures of texts that have gone out stand at an empty text, as Gemini itself sends them. */
function lastParts({ calls, fields }: OpenCandidate): AnswerPart[] {
  const own = recordsOf(fields.content_parts).flatMap((part): AnswerPart[] => {
    if (part.functionCall !== undefined || part.inlineData !== undefined) return []
    if (part.text === undefined) return [part as AnswerPart] // Gemini's own part, as it came
    return textOf(part.thoughtSignature) === undefined ? [] : [{ text: '', thoughtSignature: String(part.thoughtSignature) }]
  })
  return [...own, ...[...calls.values()].map(({ id, name, args }) => callPart(id, name, args))]
}
