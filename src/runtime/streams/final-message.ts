/** Folds the chunks of a stream into the answer that a call without streaming would have given. */
import type { Annotation, ChatChunk, ChatReply, ChunkChoice, FinishReason, Logprobs, ReplyImage, Usage } from '../../protocol/chat.js'
import type { ThinkingBlock, ToolCall } from '../../protocol/messages.js'
import { isRecord } from '../../providers/shared/json.js'
import { type AudioFold, addAudio, addToolCall, mergeFields, toAudio } from './fold-parts.js'

/** Takes chunks in as they pass; keeps text, not chunks. */
export type MessageFold = {
  add(chunk: ChatChunk): void
  setUsage(usage: Usage): void
  /** The last `service_tier`; Anthropic's comes among the provider's own fields. */
  readonly tier: unknown
  /** The answer so far. Undefined where no chunk has come. */
  finish(): ChatReply | undefined
}

type ChoiceFold = {
  content: string | null
  refusal: string | null
  reasoning: string | null
  toolCalls: ToolCall[]
  functionCall: { name: string; arguments: string } | undefined
  thinking: ThinkingBlock[]
  annotations: Annotation[]
  images: ReplyImage[]
  audio: AudioFold | undefined
  fields: { [key: string]: unknown } | undefined
  logprobs: Logprobs | null
  finish: FinishReason | null
}

/** A fold for one stream. */
export function createMessageFold(): MessageFold {
  const choices: ChoiceFold[] = []
  let head: ChatChunk | undefined
  let tier: ChatChunk['service_tier']
  let usage: Usage | undefined
  const search: Pick<ChatReply, 'citations' | 'search_results'> = {}
  return {
    add(chunk) {
      head ??= chunk
      if (chunk.service_tier !== undefined) tier = chunk.service_tier
      if (chunk.citations !== undefined) search.citations = chunk.citations // hosts repeat the whole list
      if (chunk.search_results !== undefined) search.search_results = chunk.search_results
      for (const choice of chunk.choices) {
        let fold = choices[choice.index]
        if (fold === undefined) {
          fold = createChoice()
          choices[choice.index] = fold
        }
        addChoice(fold, choice)
      }
    },
    get tier() {
      return tier ?? choices[0]?.fields?.service_tier
    },
    setUsage(reported) {
      usage = reported
    },
    finish() {
      if (head === undefined) return undefined
      const { id, created, model, system_fingerprint } = head
      return {
        id,
        object: 'chat.completion',
        created,
        model,
        choices: choices.flatMap((fold, index) => (fold === undefined ? [] : [toChoice(fold, index)])),
        ...(system_fingerprint !== undefined && { system_fingerprint }),
        ...(tier !== undefined && { service_tier: tier }),
        ...(usage !== undefined && { usage }),
        ...search,
      }
    },
  }
}

function createChoice(): ChoiceFold {
  return {
    content: null,
    refusal: null,
    reasoning: null,
    toolCalls: [],
    functionCall: undefined,
    thinking: [],
    annotations: [],
    images: [],
    audio: undefined,
    fields: undefined,
    logprobs: null,
    finish: null,
  }
}

function addChoice(fold: ChoiceFold, { delta, finish_reason, logprobs }: ChunkChoice): void {
  if (delta.content !== undefined && delta.content !== null) fold.content = (fold.content ?? '') + delta.content
  if (delta.refusal !== undefined && delta.refusal !== null) fold.refusal = (fold.refusal ?? '') + delta.refusal
  if (delta.reasoning_content !== undefined && delta.reasoning_content !== null)
    fold.reasoning = (fold.reasoning ?? '') + delta.reasoning_content
  if (delta.tool_calls !== undefined) for (const call of delta.tool_calls) addToolCall(fold.toolCalls, call)
  // Members that hosts add pass the codecs as they come, in whatever type.
  if (Array.isArray(delta.thinking_blocks)) for (const block of delta.thinking_blocks) addThinking(fold.thinking, block)
  if (Array.isArray(delta.annotations)) for (const annotation of delta.annotations) fold.annotations.push(annotation)
  if (Array.isArray(delta.images)) for (const image of delta.images) fold.images.push(image)
  if (isRecord(delta.audio)) fold.audio = addAudio(fold.audio, delta.audio)
  if (isRecord(delta.provider_specific_fields)) fold.fields = mergeFields(fold.fields, delta.provider_specific_fields)
  if (isRecord(delta.function_call)) {
    fold.functionCall ??= { name: '', arguments: '' }
    fold.functionCall.name += delta.function_call.name ?? ''
    fold.functionCall.arguments += delta.function_call.arguments ?? ''
  }
  if (logprobs !== undefined && logprobs !== null) fold.logprobs = joinLogprobs(fold.logprobs, logprobs)
  if (finish_reason !== null) fold.finish = finish_reason
}

/** Thinking comes in pieces; its signature, the last of them, closes the block. */
function addThinking(blocks: ThinkingBlock[], block: ThinkingBlock): void {
  if (!isRecord(block)) return
  const last = blocks.at(-1)
  if (block.type === 'thinking' && last?.type === 'thinking' && last.signature === '') {
    last.thinking += block.thinking
    last.signature = block.signature
  } else blocks.push({ ...block })
}

function joinLogprobs(before: Logprobs | null, more: Logprobs): Logprobs {
  const join = <T>(a: T[] | null | undefined, b: T[] | null | undefined) => (a || b ? [...(a ?? []), ...(b ?? [])] : null)
  return { content: join(before?.content, more.content), refusal: join(before?.refusal, more.refusal) }
}

function toChoice(fold: ChoiceFold, index: number): ChatReply['choices'][number] {
  const toolCalls = fold.toolCalls.filter((call) => call !== undefined)
  return {
    index,
    finish_reason: fold.finish ?? 'stop',
    logprobs: fold.logprobs,
    message: {
      role: 'assistant',
      content: fold.content === '' && toolCalls.length > 0 ? null : fold.content,
      refusal: fold.refusal,
      ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
      ...(fold.functionCall !== undefined && { function_call: fold.functionCall }),
      ...(fold.reasoning !== null && { reasoning_content: fold.reasoning }),
      ...(fold.thinking.length > 0 && { thinking_blocks: fold.thinking }),
      ...(fold.annotations.length > 0 && { annotations: fold.annotations }),
      ...(fold.images.length > 0 && { images: fold.images }),
      ...(fold.audio !== undefined && { audio: toAudio(fold.audio) }),
      ...(fold.fields !== undefined && { provider_specific_fields: fold.fields }),
    },
  }
}
