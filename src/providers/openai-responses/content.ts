/** Content of chat messages as parts of the Responses API. */
import type { Outcome } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, textOf } from '../shared/json.js'
import type { InputPart } from './body.js'

/** Text as it is, a list as parts; or why a part cannot be sent. */
export function inputContent(content: unknown, target: Target): Outcome<string | InputPart[]> {
  if (!Array.isArray(content)) return typeof content === 'string' ? content : ''
  const parts: InputPart[] = []
  for (const part of content) {
    if (typeof part === 'string') parts.push({ type: 'input_text', text: part })
    if (!isRecord(part)) continue
    const made = inputPart(part, target)
    if ('failure' in made) return made
    parts.push(made)
  }
  return parts
}

function inputPart(part: JsonRecord, target: Target): Outcome<InputPart> {
  switch (part.type) {
    case 'text': {
      const mark = part.prompt_cache_breakpoint
      return {
        type: 'input_text',
        text: String(part.text ?? ''),
        ...(isRecord(mark) && { prompt_cache_breakpoint: { mode: 'explicit' } }),
      }
    }
    case 'image_url':
      return imagePart(part.image_url)
    case 'file':
      return filePart(isRecord(part.file) ? part.file : {})
    case 'input_audio':
      return badRequest(target, 'the Responses API takes no audio; send it by a chat model or as text', 'messages')
    default:
      return part as InputPart // in this API's own form already, or the host's to refuse
  }
}

function imagePart(image: unknown): InputPart {
  const { url, detail } = isRecord(image) ? image : { url: image, detail: undefined }
  const level = detail === 'low' || detail === 'high' ? detail : 'auto'
  return { type: 'input_image', detail: level, image_url: String(url ?? '') }
}

/** LiteLLM takes an address where OpenAI takes the id of an uploaded file. */
function filePart({ file_id: id, file_data: data, filename, format }: JsonRecord): InputPart {
  const fileId = textOf(id)
  if (fileId !== undefined && /^https?:/i.test(fileId)) return { type: 'input_file', file_url: fileId }
  if (fileId !== undefined && textOf(format)?.startsWith('image/')) return { type: 'input_image', detail: 'auto', file_id: fileId }
  const text = textOf(data)
  const name = textOf(filename) ?? (text === undefined ? undefined : 'file')
  return {
    type: 'input_file',
    ...(fileId !== undefined && { file_id: fileId }),
    ...(text !== undefined && { file_data: text }),
    ...(name !== undefined && { filename: name }),
  }
}

/** All text of a message's content, refusals included. */
export function plainText(content: unknown): string {
  if (typeof content === 'string') return content
  return listOf(content)
    .map((part) => (isRecord(part) ? (textOf(part.text) ?? textOf(part.refusal) ?? '') : typeof part === 'string' ? part : ''))
    .join('')
}
