/** Content parts of a user or tool message as Converse blocks. */
import type { Fault } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, textOf } from '../shared/json.js'
import type { Block, CachePoint, ContentBlock } from './body.js'
import { type DocumentNames, encodeText, type MediaPart, mediaBlock } from './media.js'

/** A block, and the cache point that stands behind it. */
export type Unit<B = Block> = { readonly block: B; cache?: CachePoint }

/** Units of a message's content, blank texts left out; or why one part cannot be sent. */
export function contentUnits(content: unknown, names: DocumentNames, target: Target): Unit<ContentBlock>[] | Fault {
  if (typeof content === 'string') return isBlank(content) ? [] : [{ block: { text: content } }]
  const units: Unit<ContentBlock>[] = []
  for (const part of listOf(content)) {
    if (isRecord(part) && isRecord(part.cachePoint)) {
      const last = units.at(-1)
      if (last !== undefined) last.cache = { cachePoint: { type: 'default' } }
      continue
    }
    const block = typeof part === 'string' ? textBlock(part) : isRecord(part) ? partBlock(part, names, target) : undefined
    if (block === undefined) continue
    if ('failure' in block) return block
    const cache = isRecord(part) ? cachePoint(part.cache_control) : undefined
    units.push({ block, ...(cache !== undefined && { cache }) })
  }
  return units
}

/** Text of nothing but white space is refused by the API. */
export function isBlank(text: string): boolean {
  return text.trim() === ''
}

/** A text block, or none for blank text. */
export function textBlock(text: unknown): { text: string } | undefined {
  return typeof text === 'string' && !isBlank(text) ? { text } : undefined
}

/** `{type: ephemeral, ttl?}` as a cache point. */
export function cachePoint(mark: unknown): CachePoint | undefined {
  if (!isRecord(mark) || mark.type !== 'ephemeral') return undefined
  return { cachePoint: { type: 'default', ...(mark.ttl === '1h' && { ttl: '1h' }) } }
}

function partBlock(part: JsonRecord, names: DocumentNames, target: Target): ContentBlock | Fault | undefined {
  switch (part.type) {
    case 'text':
      return textBlock(part.text)
    case 'refusal':
      return textBlock(part.refusal)
    case 'guarded_text': {
      const text = textOf(part.text)
      return text === undefined ? undefined : { guardContent: { text: { text } } }
    }
    case 'image_url':
      return urlPart(part.image_url, 'image', names, target)
    case 'video_url':
      return urlPart(part.video_url, undefined, names, target)
    case 'file':
      return filePart(isRecord(part.file) ? part.file : {}, names, target)
    case 'document':
    case 'image':
      return sourcePart(part, names, target)
    case undefined:
      return nativeBlock(part, target)
    default:
      return badRequest(
        target,
        `a content part of type ${String(part.type)} cannot be sent to this model; it takes text, images, documents and video`,
        'messages',
      )
  }
}

/** `image_url` and `video_url` are objects with a URL, or the URL itself. */
function urlPart(value: unknown, fallback: 'image' | undefined, names: DocumentNames, target: Target): ContentBlock | Fault {
  const url = isRecord(value) ? textOf(value.url) : textOf(value)
  if (url === undefined) return badRequest(target, 'an image or video part has no URL', 'messages')
  return mediaBlock({ url, format: isRecord(value) ? textOf(value.format) : undefined, fallback }, names, target)
}

function filePart(file: JsonRecord, names: DocumentNames, target: Target): ContentBlock | Fault {
  const url = textOf(file.file_data) ?? textOf(file.file_id)
  if (url === undefined) return badRequest(target, 'a file part has neither file_data nor file_id', 'messages')
  return mediaBlock({ url, format: textOf(file.format), filename: textOf(file.filename) }, names, target)
}

/** Anthropic's form of documents and images, which LiteLLM takes in requests too. */
function sourcePart(part: JsonRecord, names: DocumentNames, target: Target): ContentBlock | Fault {
  const source = isRecord(part.source) ? part.source : {}
  const data = textOf(source.data)
  const media: MediaPart | undefined =
    data === undefined
      ? undefined
      : {
          url: source.type === 'text' ? encodeText(data) : data,
          format: textOf(source.media_type) ?? 'text/plain',
        }
  const url = textOf(source.url)
  if (media === undefined && url === undefined) return badRequest(target, `a ${String(part.type)} part has no data`, 'messages')
  return mediaBlock(media ?? { url: url ?? '' }, names, target)
}

const nativeKeys = ['text', 'image', 'document', 'video', 'guardContent'] as const

/** Parts written in Converse's own form pass as they are. */
function nativeBlock({ failure: _notOurs, cache_control: _mark, ...part }: JsonRecord, target: Target): ContentBlock | Fault {
  if (!nativeKeys.some((key) => part[key] !== undefined)) return badRequest(target, 'a content part has no type', 'messages')
  return part as ContentBlock // the provider checks what is its own
}
