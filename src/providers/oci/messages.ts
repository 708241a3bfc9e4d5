/** OpenAI's messages in Oracle's GENERIC format: roles in capitals, content always in parts. */
import type { Fault } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { earlierCalls, functionCallId } from '../shared/called-tools.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, textOf } from '../shared/json.js'

/** The messages, or why they cannot be sent. */
export function genericMessages(messages: unknown, target: Target): JsonRecord[] | Fault {
  const out: JsonRecord[] = []
  for (const message of listOf(messages)) {
    if (!isRecord(message)) return badRequest(target, 'a message is not an object', 'messages')
    const content = contentParts(message.content, target)
    if ('failure' in content) return content
    const calls = earlierCalls(message)
    if (content.length === 0 && calls.length === 0 && !isResult(message)) continue
    out.push({
      role: roleOf(message),
      ...(content.length > 0 ? { content } : isResult(message) && { content: [{ type: 'TEXT', text: '' }] }),
      ...(calls.length > 0 && {
        toolCalls: calls.map(({ id, name, json }) => ({ id, type: 'FUNCTION', name, arguments: json })),
      }),
      ...(isResult(message) && { toolCallId: textOf(message.tool_call_id) ?? functionCallId(String(message.name ?? '')) }),
    })
  }
  return out
}

const isResult = ({ role }: JsonRecord): boolean => role === 'tool' || role === 'function'

function roleOf(message: JsonRecord): string {
  if (isResult(message)) return 'TOOL'
  if (message.role === 'system' || message.role === 'developer') return 'SYSTEM'
  return message.role === 'assistant' ? 'ASSISTANT' : 'USER'
}

function contentParts(content: unknown, target: Target): JsonRecord[] | Fault {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'TEXT', text: content }]
  const parts: JsonRecord[] = []
  for (const part of listOf(content)) {
    const own = typeof part === 'string' ? part : isRecord(part) ? (part.text ?? part.refusal) : undefined
    const image = isRecord(part) && part.type === 'image_url' ? imagePart(part.image_url) : undefined
    if (image !== undefined) parts.push(image)
    else if (typeof own !== 'string') {
      const type = isRecord(part) ? String(part.type) : typeof part
      return badRequest(target, `a content part of type ${type} cannot be sent; only text and images`, 'messages')
    } else if (own !== '') parts.push({ type: 'TEXT', text: own })
  }
  return parts
}

function imagePart(image: unknown): JsonRecord | undefined {
  const url = isRecord(image) ? textOf(image.url) : textOf(image)
  if (url === undefined) return undefined
  const detail = isRecord(image) ? textOf(image.detail)?.toUpperCase() : undefined
  return { type: 'IMAGE', imageUrl: { url, ...(detail !== undefined && { detail }) } }
}
