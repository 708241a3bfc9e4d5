/** Derives an answer from a request: the same request gets the same answer, so a test can say what it expects. */
import { type Asked, isRecord, type MockAnswer, piecesOf } from './mock-format.js'
import type { MockStep } from './mock-step.js'

/** `serial` counts the mock's requests and makes ids; `created` is in seconds. */
export type Circumstances = { readonly serial: number; readonly created: number }

export function deriveAnswer(asked: Asked, step: MockStep, { serial, created }: Circumstances): MockAnswer {
  const model = step.model ?? asked.model
  const toolCalls = toolCallsOf(asked, step, serial)
  const reasoning = step.reasoning ?? (asked.thinking ? `Thinking about ${asked.prompt}` : '')
  const written = toolCalls.length > 0 && step.text === undefined ? [] : piecesOf(step.text ?? defaultText(asked, model))
  const limit = asked.maxTokens ?? Number.POSITIVE_INFINITY
  const pieces = written.slice(0, limit)
  const finishReason = step.finishReason ?? (pieces.length < written.length ? 'length' : toolCalls.length > 0 ? 'tool_calls' : 'stop')
  return {
    id: `mock-${serial}`,
    created,
    model,
    reasoning,
    pieces,
    toolCalls,
    finishReason,
    usage: usageOf(asked, step, { pieces, reasoning, toolCalls }),
  }
}

function toolCallsOf(asked: Asked, step: MockStep, serial: number): MockAnswer['toolCalls'] {
  if (step.toolCalls !== undefined) {
    return step.toolCalls.map((call, i) => ({ id: `call_${serial}_${i}`, name: call.name, arguments: JSON.stringify(call.arguments) }))
  }
  const tool = step.text === undefined ? asked.tools.find((each) => each.name === asked.toolToCall) : undefined
  if (tool === undefined) return []
  return [{ id: `call_${serial}_0`, name: tool.name, arguments: JSON.stringify(sampleOf(tool.parameters) ?? {}) }]
}

function defaultText(asked: Asked, model: string): string {
  if (asked.schema !== undefined) return JSON.stringify(sampleOf(asked.schema))
  return asked.afterTool ? `${model} read the tool's answer: ${asked.prompt}` : `${model} heard: ${asked.prompt}`
}

function usageOf(asked: Asked, step: MockStep, said: Pick<MockAnswer, 'pieces' | 'reasoning' | 'toolCalls'>): MockAnswer['usage'] {
  const reasoningTokens = step.usage?.reasoningTokens ?? piecesOf(said.reasoning).length
  const toolTokens = said.toolCalls.reduce((sum, call) => sum + 1 + Math.ceil(call.arguments.length / 4), 0)
  return {
    inputTokens: step.usage?.inputTokens ?? asked.promptTokens,
    outputTokens: step.usage?.outputTokens ?? said.pieces.length + reasoningTokens + toolTokens,
    cacheReadTokens: step.usage?.cacheReadTokens ?? 0,
    cacheWriteTokens: step.usage?.cacheWriteTokens ?? 0,
    reasoningTokens,
  }
}

/** Smallest value that a JSON schema describes; tool arguments and structured answers are made with it. */
export function sampleOf(schema: unknown, depth = 0): unknown {
  if (!isRecord(schema) || depth > 16) return null
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const branches = schema.anyOf ?? schema.oneOf
  if (Array.isArray(branches)) return sampleOf(branches[0], depth + 1)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (lowerCase(type) ?? (isRecord(schema.properties) ? 'object' : undefined)) {
    case 'object':
      return sampleObject(schema, depth)
    case 'array':
      return typeof schema.minItems === 'number' && schema.minItems > 0 ? [sampleOf(schema.items, depth + 1)] : []
    case 'string':
      return 'text'
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 1
    case 'boolean':
      return true
    default:
      return null
  }
}

function sampleObject(schema: { readonly [key: string]: unknown }, depth: number): unknown {
  const properties = isRecord(schema.properties) ? schema.properties : {}
  const required = Array.isArray(schema.required) ? schema.required : Object.keys(properties)
  return Object.fromEntries(
    required.map((name: unknown) => [
      String(name),
      sampleOf(Object.hasOwn(properties, String(name)) ? properties[String(name)] : undefined, depth + 1),
    ]),
  )
}

/** A vector of length 1 that depends on the text alone: equal texts are equal, others are not. */
export function deriveVector(text: string, dimensions: number): number[] {
  let state = 2166136261
  for (const unit of text) state = Math.imul(state ^ (unit.codePointAt(0) ?? 0), 16777619)
  const raw = Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state / 2 ** 31
  })
  const length = Math.hypot(...raw) || 1
  return raw.map((value) => Math.fround(value / length))
}

/** Gemini's own schemas write types in capitals. */
function lowerCase(type: unknown): string | undefined {
  return typeof type === 'string' ? type.toLowerCase() : undefined
}
