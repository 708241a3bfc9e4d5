/** Content parts of a user or tool message as Anthropic blocks. */
import type { Fault } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { readDataUrl, textOfBase64 } from '../shared/data-url.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, textOf } from '../shared/json.js'
import type { CacheMark, DocumentBlock, ImageBlock, ImageMime, TextBlock } from './body.js'

/** Blocks that a user's or a tool's content turns into. */
export type ContentBlock = TextBlock | ImageBlock | DocumentBlock

const imageTypes: ReadonlyMap<string, ImageMime> = new Map<string, ImageMime>([
  ['image/jpeg', 'image/jpeg'],
  ['image/jpg', 'image/jpeg'],
  ['image/png', 'image/png'],
  ['image/gif', 'image/gif'],
  ['image/webp', 'image/webp'],
])

/** Blocks of a message's content, empty texts left out; or why one part cannot be sent. */
export function contentBlocks(content: unknown, target: Target): readonly ContentBlock[] | Fault {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }]
  const blocks: ContentBlock[] = []
  for (const part of listOf(content)) {
    const block = typeof part === 'string' ? textBlock({ text: part }) : isRecord(part) ? partBlock(part, target) : undefined
    if (block === undefined) continue
    if ('failure' in block) return block
    blocks.push(block)
  }
  return blocks
}

function partBlock(part: JsonRecord, target: Target): ContentBlock | undefined | Fault {
  const mark = cacheMark(part.cache_control)
  switch (part.type) {
    case 'text':
      return textBlock(part)
    case 'refusal':
      return textBlock({ text: part.refusal })
    case 'image_url':
      return marked(imageBlock(part.image_url, target), mark)
    case 'file':
      return marked(fileBlock(isRecord(part.file) ? part.file : {}, target), mark)
    case 'input_audio':
    case 'video_url':
      return badRequest(
        target,
        `a content part of type ${part.type} cannot be sent to this model; it takes text, images and documents`,
        'messages',
      )
    default:
      return nativeBlock(part)
  }
}

/** Anthropic's own parts (document, search_result, image, container_upload) pass as they are. */
function nativeBlock({ failure: _notOurs, ...part }: JsonRecord): ContentBlock {
  return part as ContentBlock // the provider checks what is its own
}

function textBlock(part: JsonRecord): TextBlock | undefined {
  const text = textOf(part.text)
  const mark = cacheMark(part.cache_control)
  return text === undefined ? undefined : { type: 'text', text, ...(mark !== undefined && { cache_control: mark }) }
}

function marked<B extends ContentBlock>(block: B | Fault, mark: CacheMark | undefined): B | Fault {
  return 'failure' in block || mark === undefined ? block : { ...block, cache_control: mark }
}

/** `{type: ephemeral, ttl?}`, or undefined. */
export function cacheMark(value: unknown): CacheMark | undefined {
  if (!isRecord(value) || value.type !== 'ephemeral') return undefined
  return value.ttl === '1h' || value.ttl === '5m' ? { type: 'ephemeral', ttl: value.ttl } : { type: 'ephemeral' }
}

/** `image_url` is an object with a URL, or the URL itself. */
function imageBlock(image: unknown, target: Target): ImageBlock | DocumentBlock | Fault {
  const url = isRecord(image) ? textOf(image.url) : textOf(image)
  if (url === undefined) return badRequest(target, 'an image part has no URL', 'messages')
  return urlBlock(url, isRecord(image) ? textOf(image.format) : undefined, undefined, target)
}

function fileBlock(file: JsonRecord, target: Target): ImageBlock | DocumentBlock | Fault {
  const format = textOf(file.format)
  const id = textOf(file.file_id)
  const title = textOf(file.filename)
  if (id !== undefined && !/^https?:/i.test(id)) return fileIdBlock(id, format)
  const data = textOf(file.file_data) ?? id
  if (data === undefined) return badRequest(target, 'a file part has neither file_data nor file_id', 'messages')
  return urlBlock(data, format, title, target)
}

function fileIdBlock(id: string, format: string | undefined): ImageBlock | DocumentBlock {
  const source = { type: 'file' as const, file_id: id }
  return format?.startsWith('image/') === true ? { type: 'image', source } : { type: 'document', source }
}

/** A data URL or an address, as an image or a document by its type. */
function urlBlock(url: string, format: string | undefined, title: string | undefined, target: Target): ImageBlock | DocumentBlock | Fault {
  const named = title === undefined ? {} : { title }
  const data = readDataUrl(url)
  if (data === undefined) {
    const isDocument = format === 'application/pdf' || title !== undefined || /\.pdf([?#]|$)/i.test(url)
    return isDocument ? { type: 'document', source: { type: 'url', url }, ...named } : { type: 'image', source: { type: 'url', url } }
  }
  const mime = format ?? data.mime
  const image = imageTypes.get(mime)
  if (image !== undefined) return { type: 'image', source: { type: 'base64', media_type: image, data: data.base64 } }
  if (mime === 'application/pdf')
    return { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: data.base64 }, ...named }
  if (mime.startsWith('text/') || mime === 'application/json') {
    const text = textOfBase64(data.base64)
    if (text !== undefined) return { type: 'document', source: { type: 'text', media_type: 'text/plain', data: text }, ...named }
  }
  return badRequest(target, `a file of type ${mime} cannot be sent to this model; it takes JPEG, PNG, GIF, WebP, PDF and text`, 'messages')
}
