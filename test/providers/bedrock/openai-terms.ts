/** Recorded Converse bodies in OpenAI terms, and the comparison of two Converse bodies. Independent of the adapter. */
import type { ChatRequest } from '../../../src/protocol/chat.js'
import type { EmbeddingRequest } from '../../../src/protocol/embeddings.js'
import { isRecord, type JsonRecord, recordsOf } from '../../../src/providers/shared/json.js'
import { canonical } from '../../support/corpus.js'

/** The conversation as a caller without a type checker would write it. */
export function openAiTerms(body: JsonRecord): Partial<ChatRequest> {
  const { messages, system, inferenceConfig, toolConfig, outputConfig, additionalModelRequestFields: fields, ...native } = body
  const systemParts = marked(recordsOf(system))
  const request: JsonRecord = {
    ...native,
    messages: [
      ...(systemParts.length > 0 ? [{ role: 'system', content: systemParts }] : []),
      ...recordsOf(messages).flatMap((turn) => messagesOf(turn)),
    ],
    ...inferenceTerms(isRecord(inferenceConfig) ? inferenceConfig : {}),
    ...toolTerms(isRecord(toolConfig) ? toolConfig : {}),
    ...(isRecord(outputConfig) && { response_format: formatTerms(outputConfig) }),
    ...fieldTerms(isRecord(fields) ? fields : {}),
  }
  return request as Partial<ChatRequest> // the recorded request is what decides
}

function inferenceTerms({ maxTokens, topP, stopSequences, temperature }: JsonRecord): JsonRecord {
  return {
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(topP !== undefined && { top_p: topP }),
    ...(temperature !== undefined && { temperature }),
    ...(stopSequences !== undefined && { stop: stopSequences }),
  }
}

function fieldTerms(fields: JsonRecord): JsonRecord {
  const { inferenceConfig, reasoning_config: qwen, ...rest } = fields
  return {
    ...rest,
    ...(isRecord(inferenceConfig) && { top_k: inferenceConfig.topK }),
    ...(qwen !== undefined && { reasoning_effort: qwen }),
  }
}

function formatTerms(outputConfig: JsonRecord): JsonRecord {
  const structure =
    isRecord(outputConfig.textFormat) && isRecord(outputConfig.textFormat.structure) ? outputConfig.textFormat.structure : {}
  const named = isRecord(structure.jsonSchema) ? structure.jsonSchema : {}
  return { type: 'json_schema', json_schema: { ...named, schema: JSON.parse(String(named.schema)) } }
}

function toolTerms({ tools, toolChoice }: JsonRecord): JsonRecord {
  const list: JsonRecord[] = []
  for (const tool of recordsOf(tools)) {
    const last = list.at(-1)
    if (tool.cachePoint !== undefined && last !== undefined) last.cache_control = { type: 'ephemeral' }
    else if (isRecord(tool.systemTool)) list.push({ type: 'code_interpreter' })
    else if (isRecord(tool.toolSpec)) list.push({ type: 'function', function: functionOf(tool.toolSpec) })
  }
  const choice = isRecord(toolChoice) ? Object.keys(toolChoice)[0] : undefined
  const forced =
    isRecord(toolChoice) && isRecord(toolChoice.tool) ? { type: 'function', function: { name: toolChoice.tool.name } } : undefined
  return {
    ...(list.length > 0 && { tools: list }),
    ...(choice !== undefined && { tool_choice: forced ?? (choice === 'any' ? 'required' : choice) }),
  }
}

function functionOf({ name, description, inputSchema, strict }: JsonRecord): JsonRecord {
  return {
    name,
    parameters: isRecord(inputSchema) ? inputSchema.json : undefined,
    ...(description !== undefined && { description }),
    ...(strict !== undefined && { strict }),
  }
}

/** Texts with their cache marks. */
function marked(blocks: readonly JsonRecord[]): JsonRecord[] {
  const parts: JsonRecord[] = []
  for (const block of blocks) {
    const last = parts.at(-1)
    if (block.cachePoint !== undefined && last !== undefined) last.cache_control = { type: 'ephemeral' }
    else parts.push(partOf(block))
  }
  return parts
}

const mimes: { readonly [format: string]: string } = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  html: 'text/html',
  jpeg: 'image/jpeg',
  png: 'image/png',
  mp4: 'video/mp4',
}

function partOf(block: JsonRecord): JsonRecord {
  if (block.text !== undefined) return { type: 'text', text: block.text }
  if (isRecord(block.json)) return { type: 'text', text: JSON.stringify(block.json) }
  for (const kind of ['image', 'document', 'video']) {
    const media = block[kind]
    if (isRecord(media)) return mediaPart(kind, media)
  }
  throw new Error(`no OpenAI part for ${JSON.stringify(block).slice(0, 80)}`)
}

function mediaPart(kind: string, { format, source }: JsonRecord): JsonRecord {
  const mime = mimes[String(format)] ?? String(format)
  const place = isRecord(source) && isRecord(source.s3Location) ? source.s3Location.uri : undefined
  const url = place ?? `data:${mime};base64,${isRecord(source) ? String(source.bytes) : ''}`
  if (kind === 'image') return { type: 'image_url', image_url: { url, format: mime } }
  return kind === 'video' ? { type: 'video_url', video_url: { url } } : { type: 'file', file: { file_data: url, format: mime } }
}

function messagesOf({ role, content }: JsonRecord): JsonRecord[] {
  const blocks = recordsOf(content)
  if (role === 'assistant') return [assistantOf(blocks)]
  const results = blocks.filter((block) => block.toolResult !== undefined)
  const rest = blocks.filter((block) => block.toolResult === undefined)
  return [
    ...results.map(({ toolResult }) => ({
      role: 'tool',
      tool_call_id: isRecord(toolResult) ? toolResult.toolUseId : '',
      content: isRecord(toolResult) ? recordsOf(toolResult.content).map(partOf) : [],
    })),
    ...(rest.length > 0 ? [{ role: 'user', content: marked(rest) }] : []),
  ]
}

function assistantOf(blocks: readonly JsonRecord[]): JsonRecord {
  const thinking = blocks.flatMap(({ reasoningContent }) => {
    const text = isRecord(reasoningContent) ? reasoningContent.reasoningText : undefined
    return isRecord(text) ? [{ type: 'thinking', thinking: text.text, signature: text.signature }] : []
  })
  const calls = blocks.flatMap(({ toolUse }) =>
    isRecord(toolUse)
      ? [{ id: toolUse.toolUseId, type: 'function', function: { name: toolUse.name, arguments: JSON.stringify(toolUse.input) } }]
      : [],
  )
  const texts = blocks.filter((block) => block.text !== undefined).map(partOf)
  return {
    role: 'assistant',
    content: texts.length > 0 ? texts : null,
    ...(thinking.length > 0 && { thinking_blocks: thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
}

/**
 * What differs between two bodies, one line each. Changes that keep the meaning are taken out first:
 * - `system: []`, `inferenceConfig: {}` and `status: 'success'` say nothing;
 * - the schema of `outputConfig` is compared as JSON, not as text.
 */
export function bodyDifferences(recorded: JsonRecord, built: JsonRecord): readonly string[] {
  const [left, right] = [normalised(recorded), normalised(built)]
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].sort().flatMap((key) => {
    const [want, got] = [canonical(left[key]), canonical(right[key])]
    return want === got ? [] : [`${key}: recorded ${want.slice(0, 500)}, built ${got.slice(0, 500)}`]
  })
}

/** The body without those changes. */
export function normalised(body: JsonRecord): JsonRecord {
  const copy: JsonRecord = JSON.parse(JSON.stringify(body), (key, value: unknown) => {
    if (key === 'status' && value === 'success') return undefined
    return key === 'schema' && typeof value === 'string' ? JSON.parse(value) : value
  })
  if (canonical(copy.system) === '[]') delete copy.system
  if (canonical(copy.inferenceConfig) === '{}') delete copy.inferenceConfig
  return copy
}

/** A recorded embedding request in OpenAI terms; what OpenAI has no word for keeps its own. */
export function embeddingTerms(body: JsonRecord): Partial<EmbeddingRequest> {
  const { inputText, texts, output_dimension: cohere, taskType, singleEmbeddingParams: params, ...rest } = body
  if (taskType === undefined) {
    return { ...rest, input: inputText ?? texts, ...(cohere !== undefined && { dimensions: cohere }) } as Partial<EmbeddingRequest> // as recorded
  }
  const { text, embeddingDimension, embeddingPurpose } = isRecord(params) ? params : {}
  const { value, truncationMode } = isRecord(text) ? text : {}
  const request: JsonRecord = {
    input: value,
    embeddingPurpose,
    truncationMode,
    ...(embeddingDimension !== undefined && { dimensions: embeddingDimension }),
  }
  return request as Partial<EmbeddingRequest> // as recorded
}
