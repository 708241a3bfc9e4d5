/** OpenAI messages as Ollama's: plain text, images beside it, calls without ids. */
import type { Fault } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import { earlierCalls } from '../shared/called-tools.js'
import { readDataUrl, textOfBase64 } from '../shared/data-url.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import type { OllamaMessage } from './body.js'

/** Text and images of a message. */
type Content = { text: string; readonly images: string[] }

/** A tool result waits here with the place of its call, until all results of one answer are in. */
type Result = { readonly message: OllamaMessage; readonly place: number }

/** The messages of a call, or why they cannot be sent. */
export function ollamaMessages(call: Call<'chat'>, target: Target): OllamaMessage[] | Fault {
  if (!Array.isArray(call.request.messages)) return badRequest(target, '`messages` is not a list', 'messages')
  const messages: OllamaMessage[] = []
  let results: Result[] = []
  let asked: readonly { readonly id: string; readonly name: string }[] = []
  const settleResults = () => {
    messages.push(...results.sort((a, b) => a.place - b.place).map(({ message }) => message))
    results = []
  }
  for (const message of call.request.messages) {
    if (!isRecord(message)) return badRequest(target, 'a message is not an object', 'messages')
    const content = contentOf(message.content, target)
    if ('failure' in content) return content
    if (message.role === 'tool' || message.role === 'function') {
      results.push(toolResult(message, content, asked))
      continue
    }
    settleResults()
    if (message.role === 'assistant') {
      asked = earlierCalls(message)
      messages.push(assistantMessage(message, content))
    } else messages.push(plainMessage(message, content))
  }
  settleResults()
  return messages
}

function plainMessage(message: JsonRecord, { text, images }: Content): OllamaMessage {
  const role = message.role === 'system' || message.role === 'developer' ? 'system' : 'user'
  return { role, content: text, ...(images.length > 0 && { images }) }
}

function assistantMessage(message: JsonRecord, { text }: Content): OllamaMessage {
  const calls = earlierCalls(message).map(({ name, input }) => ({ function: { name, arguments: input } }))
  const thinking = textOf(message.reasoning_content)
  return {
    role: 'assistant',
    content: text,
    ...(thinking !== undefined && { thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
}

/** Without ids, only the order says which call a result belongs to: results stand in the order of their calls. */
function toolResult(message: JsonRecord, { text }: Content, asked: readonly { readonly id: string; readonly name: string }[]): Result {
  const found = asked.findIndex(({ id, name }) => (message.role === 'tool' ? id === message.tool_call_id : name === message.name))
  const name = textOf(message.name) ?? asked[found]?.name
  return {
    message: { role: 'tool', content: text, ...(name !== undefined && { tool_name: name }) },
    place: found < 0 ? asked.length : found,
  }
}

function contentOf(content: unknown, target: Target): Content | Fault {
  const out: Content = { text: '', images: [] }
  if (typeof content === 'string') return { text: content, images: [] }
  for (const part of listOf(content)) {
    if (typeof part === 'string') out.text += part
    else if (isRecord(part)) {
      const fault = addPart(out, part, target)
      if (fault !== undefined) return fault
    }
  }
  return out
}

function addPart(out: Content, part: JsonRecord, target: Target): Fault | undefined {
  switch (part.type) {
    case 'text':
      out.text += textOf(part.text) ?? ''
      return undefined
    case 'refusal':
      out.text += textOf(part.refusal) ?? ''
      return undefined
    case 'image_url':
      return addFile(out, isRecord(part.image_url) ? part.image_url.url : part.image_url, undefined, target)
    case 'file': {
      const file = isRecord(part.file) ? part.file : {}
      return addFile(out, file.file_data, textOf(file.format), target)
    }
    default:
      return badRequest(
        target,
        `a content part of type ${String(part.type)} cannot be sent to an Ollama server; it takes text and images`,
        'messages',
      )
  }
}

/** Images and texts out of data URLs. The server fetches nothing. */
function addFile(out: Content, url: unknown, format: string | undefined, target: Target): Fault | undefined {
  const data = typeof url === 'string' ? readDataUrl(url) : undefined
  if (data === undefined) {
    return badRequest(target, 'an Ollama server fetches no addresses; send images and files inline, as data URLs', 'messages')
  }
  const mime = format ?? data.mime
  if (mime.startsWith('image/')) {
    out.images.push(data.base64)
    return undefined
  }
  const text = mime.startsWith('text/') || mime === 'application/json' ? textOfBase64(data.base64) : undefined
  if (text === undefined)
    return badRequest(target, `a file of type ${mime} cannot be sent to an Ollama server; it takes images and text`, 'messages')
  out.text += text
  return undefined
}

/** Characters of a conversation, for a guess at its tokens. */
export function textLength(request: JsonRecord): number {
  let length = 0
  for (const message of recordsOf(request.messages)) {
    const parts = typeof message.content === 'string' ? [{ text: message.content }] : recordsOf(message.content)
    for (const part of parts) length += textOf(part.text)?.length ?? 0
    if (message.tool_calls !== undefined) length += JSON.stringify(message.tool_calls).length
  }
  return request.tools === undefined ? length : length + JSON.stringify(request.tools).length
}
