/** Images, audio, video and files of a message as Gemini parts: bytes inline, everything else by address. */
import type { Fault } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { readDataUrl } from '../shared/data-url.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'
import type { GeminiPart } from './body.js'
import { hasFlag } from './flags.js'
import { studioBase } from './url.js'

const byExtension: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'image/jpeg': 'jpg jpeg',
    'image/png': 'png',
    'image/gif': 'gif',
    'image/webp': 'webp',
    'image/heic': 'heic',
    'image/heif': 'heif',
    'application/pdf': 'pdf',
    'text/plain': 'txt',
    'text/markdown': 'md',
    'text/html': 'html htm',
    'text/csv': 'csv',
    'application/json': 'json',
    'audio/mpeg': 'mp3',
    'audio/wav': 'wav',
    'audio/ogg': 'ogg oga',
    'audio/flac': 'flac',
    'audio/aac': 'aac',
    'audio/mp4': 'm4a',
    'audio/opus': 'opus',
    'video/mp4': 'mp4',
    'video/quicktime': 'mov',
    'video/webm': 'webm',
    'video/mpeg': 'mpeg mpg',
    'video/3gpp': '3gp 3gpp',
  }).flatMap(([mime, extensions]) => extensions.split(' ').map((extension) => [extension, mime] as const)),
)

/** A part of type `image_url`, `video_url`, `file` or `input_audio`, or why it cannot be sent; undefined for any other type. */
export function mediaPart(part: JsonRecord, target: Target): GeminiPart | Fault | undefined {
  switch (part.type) {
    case 'image_url':
    case 'video_url': {
      const source = part[part.type]
      const image = isRecord(source) ? source : { url: source }
      return withDetails(sourcePart(textOf(image.url), textOf(image.format), target), image, target)
    }
    case 'file': {
      const file = isRecord(part.file) ? part.file : {}
      const id = textOf(file.file_id)
      const source = textOf(file.file_data) ?? (id?.startsWith('files/') === true ? `${studioBase(target)}/${id}` : id)
      return withDetails(sourcePart(source, textOf(file.format) ?? mimeByName(textOf(file.filename)), target), file, target)
    }
    case 'input_audio': {
      const audio = isRecord(part.input_audio) ? part.input_audio : {}
      const format = textOf(audio.format) ?? 'wav'
      return sourcePart(textOf(audio.data), format.includes('/') ? format : (byExtension.get(format) ?? `audio/${format}`), target)
    }
    default:
      return undefined
  }
}

function sourcePart(source: string | undefined, format: string | undefined, target: Target): GeminiPart | Fault {
  if (source === undefined) return badRequest(target, 'a media part has neither data nor an address', 'messages')
  const data = readDataUrl(source)
  if (data !== undefined) return { inlineData: { mimeType: format ?? data.mime, data: data.base64 } }
  const isAddress = /^(https?|gs):\/\//i.test(source)
  const mime = format ?? (isAddress ? mimeOfAddress(source) : undefined)
  if (isAddress && (mime !== undefined || /^https:\/\/generativelanguage\.googleapis\.com\/.*\bfiles\//.test(source)))
    return { fileData: { ...(mime !== undefined && { mimeType: mime }), fileUri: source } }
  if (mime === undefined)
    return badRequest(
      target,
      `the type of ${excerptOf(source)} is not known: name it as \`format\` (\`image/png\`, …) beside it`,
      'messages',
    )
  return { inlineData: { mimeType: mime, data: source } }
}

const excerptOf = (source: string) => (source.length > 100 ? `${source.slice(0, 99)}…` : source)

function mimeOfAddress(url: string): string | undefined {
  const [, host = '', path = ''] = /^\w+:\/\/([^/?#]*)([^?#]*)/.exec(url) ?? []
  return /(^|\.)(youtube\.com|youtu\.be)$/i.test(host) ? 'video/mp4' : mimeByName(path)
}

function mimeByName(name: string | undefined): string | undefined {
  return byExtension.get(/\.(\w+)$/.exec(name ?? '')?.[1]?.toLowerCase() ?? '')
}

/** `detail` by part where the model takes it so, and the cut of a video. */
function withDetails(part: GeminiPart | Fault, source: JsonRecord, target: Target): GeminiPart | Fault {
  if ('failure' in part) return part
  const level = detailLevel(source.detail)
  if (level !== undefined && hasFlag(target, 'gemini-3')) part.mediaResolution = { level }
  const cut = isRecord(source.video_metadata) ? source.video_metadata : source.videoMetadata
  if (isRecord(cut)) part.videoMetadata = cut
  return part
}

/** `low` and `high`; `auto` is the model's own choice. */
export function detailLevel(detail: unknown) {
  return detail === 'low' ? 'MEDIA_RESOLUTION_LOW' : detail === 'high' ? 'MEDIA_RESOLUTION_HIGH' : undefined
}
