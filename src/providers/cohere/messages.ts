/** OpenAI messages as Cohere's: one system message in front, reasoning as a plan or a thinking part. */
import type { Fault } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import { earlierCalls, functionCallId } from '../shared/called-tools.js'
import { readDataUrl, textOfBase64 } from '../shared/data-url.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import { unsignedId } from '../shared/tool-id.js'
import type { CohereDocumentPart, CohereImage, CohereMessage, CohereText, CohereThinkingPart } from './body.js'

type Part = CohereText | CohereImage | CohereDocumentPart
type SystemContent = string | CohereText[]

/** The messages of a call, or why they cannot be sent. `words` are added to what the system says. */
export function cohereMessages(call: Call<'chat'>, target: Target, words: string | undefined): CohereMessage[] | Fault {
  if (!Array.isArray(call.request.messages)) return badRequest(target, '`messages` is not a list', 'messages')
  const system: SystemContent[] = []
  const turns: CohereMessage[] = []
  for (const message of call.request.messages) {
    if (!isRecord(message)) return badRequest(target, 'a message is not an object', 'messages')
    const turn = cohereMessage(message, target)
    if (turn === undefined) continue
    if ('failure' in turn) return turn
    if (turn.role === 'system') system.push(turn.content)
    else turns.push(turn)
  }
  if (words !== undefined) system.push(words)
  const [first, ...more] = system
  if (first === undefined) return turns
  // the API wants one system turn, and that one first
  return [{ role: 'system', content: more.length > 0 ? system.map(plainText).join('\n\n') : first }, ...turns]
}

function plainText(content: SystemContent): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('')
}

/** Undefined for a message that says nothing: the API refuses empty turns. */
function cohereMessage(message: JsonRecord, target: Target): CohereMessage | undefined | Fault {
  switch (message.role) {
    case 'assistant':
      return assistantMessage(message, target)
    case 'tool':
    case 'function': {
      const content = contentOf(message.content, target, isToolPart)
      if (isFaulty(content)) return content
      const id = textOf(message.tool_call_id) ?? functionCallId(String(message.name ?? ''))
      return { role: 'tool', tool_call_id: unsignedId(id), content: content ?? '' }
    }
    case 'system':
    case 'developer': {
      const content = contentOf(message.content, target, isTextPart)
      return content === undefined || isFaulty(content) ? content : { role: 'system', content }
    }
    default: {
      const content = contentOf(message.content, target, isUserPart)
      return content === undefined || isFaulty(content) ? content : { role: 'user', content }
    }
  }
}

const isTextPart = (part: Part): part is CohereText => part.type === 'text'
const isUserPart = (part: Part): part is CohereText | CohereImage => part.type !== 'document'
const isToolPart = (part: Part): part is CohereText | CohereDocumentPart => part.type !== 'image_url'

function isFaulty(value: unknown): value is Fault {
  return isRecord(value) && 'failure' in value
}

/** Text, or the parts that may stand in this role; undefined where nothing is left. */
function contentOf<P extends Part>(content: unknown, target: Target, takes: (part: Part) => part is P): string | P[] | undefined | Fault {
  if (typeof content === 'string') return textOf(content)
  const parts: P[] = []
  for (const given of listOf(content)) {
    const part = typeof given === 'string' ? textPart(given) : isRecord(given) ? contentPart(given, target) : undefined
    if (part === undefined) continue
    if ('failure' in part) return part
    if (!takes(part)) return cannotSend(`a content part of type ${part.type} in this place`, target)
    parts.push(part)
  }
  return parts.length > 0 ? parts : undefined
}

function contentPart(part: JsonRecord, target: Target): Part | undefined | Fault {
  switch (part.type) {
    case 'text':
      return textPart(part.text)
    case 'refusal':
      return textPart(part.refusal)
    case 'image_url':
      return imagePart(part.image_url, target)
    case 'document':
      return { type: 'document', document: part.document } as CohereDocumentPart // Cohere's own part: the provider checks it
    case 'file':
      return filePart(isRecord(part.file) ? part.file : {}, target)
    default:
      return cannotSend(`a content part of type ${String(part.type)}`, target)
  }
}

function textPart(text: unknown): CohereText | undefined {
  const own = textOf(text)
  return own === undefined ? undefined : { type: 'text', text: own }
}

function cannotSend(what: string, target: Target): Fault {
  return badRequest(target, `${what} cannot be sent to this model; it takes text and images`, 'messages')
}

/** `image_url` is an object with a URL, or the URL itself. */
function imagePart(image: unknown, target: Target): CohereImage | Fault {
  const url = isRecord(image) ? textOf(image.url) : textOf(image)
  if (url === undefined) return cannotSend('an image part without a URL', target)
  const detail = isRecord(image) ? image.detail : undefined
  const isKnown = detail === 'auto' || detail === 'low' || detail === 'high'
  return { type: 'image_url', image_url: { url, ...(isKnown && { detail }) } }
}

/** Images and text out of a data URL; the chat endpoint takes no other files. */
function filePart(file: JsonRecord, target: Target): Part | undefined | Fault {
  const url = textOf(file.file_data)
  const data = url === undefined ? undefined : readDataUrl(url)
  if (url === undefined || data === undefined) return cannotSend('a file that is no data URL', target)
  const mime = textOf(file.format) ?? data.mime
  if (mime.startsWith('image/')) return { type: 'image_url', image_url: { url } }
  const text = mime.startsWith('text/') || mime === 'application/json' ? textOfBase64(data.base64) : undefined
  return text === undefined ? cannotSend(`a file of type ${mime}`, target) : textPart(text)
}

function assistantMessage(message: JsonRecord, target: Target): CohereMessage | undefined {
  const calls = earlierCalls(message).map(({ id, name, json }) => ({
    id: unsignedId(id),
    type: 'function' as const,
    function: { name, arguments: json },
  }))
  const { plan, thinking } = earlierReasoning(message, calls.length > 0, target)
  const content = assistantContent(message.content, thinking)
  if (content === undefined && calls.length === 0) return undefined
  return {
    role: 'assistant',
    ...(content !== undefined && { content }),
    ...(plan !== undefined && { tool_plan: plan }),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
}

function assistantContent(content: unknown, thinking: string | undefined): string | (CohereText | CohereThinkingPart)[] | undefined {
  if (typeof content === 'string' && thinking === undefined) return textOf(content)
  const given = typeof content === 'string' ? [textPart(content)] : recordsOf(content).map(assistantPart)
  const parts = given.filter((part) => part !== undefined)
  if (thinking !== undefined) parts.unshift({ type: 'thinking', thinking })
  return parts.length > 0 ? parts : undefined
}

/** Text, or thinking that the caller gives in Cohere's own form. */
function assistantPart(part: JsonRecord): CohereText | CohereThinkingPart | undefined {
  const thinking = textOf(part.thinking)
  return thinking === undefined ? textPart(part.text ?? part.refusal) : { type: 'thinking', thinking }
}

/**
 * Reasoning goes back as what it was: `tool_plan` of the answer's own fields says which part of it was the plan.
 * Without that word, reasoning in front of tool calls is a plan, and any other is thinking.
 */
function earlierReasoning(message: JsonRecord, hasCalls: boolean, { deployment }: Target) {
  const reasoning = textOf(message.reasoning_content)
  const fields = isRecord(message.provider_specific_fields) ? message.provider_specific_fields : {}
  const plan = hasCalls ? (textOf(fields.tool_plan) ?? textOf(message.tool_plan)) : undefined
  if (plan === undefined && hasCalls) return { plan: reasoning, thinking: undefined }
  const rest = plan !== undefined && reasoning?.endsWith(plan) ? textOf(reasoning.slice(0, -plan.length)) : reasoning
  return { plan, thinking: deployment.capabilities.reasoning === 'no' ? undefined : rest }
}
