/** Data URLs, S3 addresses and media types as Converse media. */
import type { Fault } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { badRequest } from '../shared/failure.js'
import type { DocumentBlock, DocumentFormat, ImageBlock, ImageFormat, MediaSource, VideoBlock, VideoFormat } from './body.js'

/** An image, a document or a video. */
export type MediaBlock = ImageBlock | DocumentBlock | VideoBlock

/** What is known of a medium: where it is, and what type it is said to have. */
export type MediaPart = {
  /** Data URL, `s3:` address, or base64 text where `format` says what it is. */
  readonly url: string
  /** MIME type or file ending. */
  readonly format?: string | undefined
  readonly filename?: string | undefined
  /** What it is where neither type nor ending says. */
  readonly fallback?: 'image' | undefined
}

const images: ReadonlyMap<string, ImageFormat> = new Map<string, ImageFormat>([
  ['image/png', 'png'],
  ['png', 'png'],
  ['image/jpeg', 'jpeg'],
  ['image/jpg', 'jpeg'],
  ['jpeg', 'jpeg'],
  ['jpg', 'jpeg'],
  ['image/gif', 'gif'],
  ['gif', 'gif'],
  ['image/webp', 'webp'],
  ['webp', 'webp'],
])

const documents: ReadonlyMap<string, DocumentFormat> = new Map<string, DocumentFormat>([
  ['application/pdf', 'pdf'],
  ['pdf', 'pdf'],
  ['text/csv', 'csv'],
  ['csv', 'csv'],
  ['application/msword', 'doc'],
  ['doc', 'doc'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['docx', 'docx'],
  ['application/vnd.ms-excel', 'xls'],
  ['xls', 'xls'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['xlsx', 'xlsx'],
  ['text/html', 'html'],
  ['html', 'html'],
  ['text/plain', 'txt'],
  ['application/json', 'txt'],
  ['txt', 'txt'],
  ['text/markdown', 'md'],
  ['text/x-markdown', 'md'],
  ['md', 'md'],
])

const videos: ReadonlyMap<string, VideoFormat> = new Map<string, VideoFormat>([
  ['video/mp4', 'mp4'],
  ['mp4', 'mp4'],
  ['video/quicktime', 'mov'],
  ['mov', 'mov'],
  ['video/x-matroska', 'mkv'],
  ['mkv', 'mkv'],
  ['video/webm', 'webm'],
  ['webm', 'webm'],
  ['video/x-flv', 'flv'],
  ['flv', 'flv'],
  ['video/mpeg', 'mpeg'],
  ['mpeg', 'mpeg'],
  ['mpg', 'mpg'],
  ['video/x-ms-wmv', 'wmv'],
  ['wmv', 'wmv'],
  ['video/3gpp', 'three_gp'],
  ['3gp', 'three_gp'],
])

/** Names documents `Document 1`, `Document 2`, …: the model reads the name, so it never comes from a caller. */
export type DocumentNames = { count: number }

/** The block, or why the medium cannot be sent. Addresses other than S3's would have to be fetched first. */
export function mediaBlock(part: MediaPart, names: DocumentNames, target: Target): MediaBlock | Fault {
  const read = readSource(part)
  if (read === undefined) {
    return badRequest(
      target,
      `the address ${part.url.slice(0, 80)} cannot be sent: Bedrock fetches nothing; hand the file over as a data URL, or as an s3:// address`,
      'messages',
    )
  }
  for (const type of [part.format, read.mime, ending(part.filename), ending(part.url), part.fallback === 'image' ? 'jpeg' : undefined]) {
    const block = type === undefined ? undefined : typedBlock(type.toLowerCase(), read.source, names)
    if (block !== undefined) return block
  }
  return badRequest(
    target,
    `a file of type ${part.format ?? read.mime ?? 'unknown'} cannot be sent to this model; it takes PNG, JPEG, GIF, WebP, PDF, office files, HTML, Markdown, CSV, text and video`,
    'messages',
  )
}

function typedBlock(type: string, source: MediaSource, names: DocumentNames): MediaBlock | undefined {
  const image = images.get(type)
  if (image !== undefined) return { image: { format: image, source } }
  const video = videos.get(type)
  if (video !== undefined) return { video: { format: video, source } }
  const format = documents.get(type) ?? (type.startsWith('text/') ? 'txt' : undefined)
  if (format === undefined) return undefined
  names.count += 1
  return { document: { name: `Document ${names.count}`, format, source } }
}

type ReadSource = { readonly source: MediaSource; readonly mime: string | undefined }

function readSource({ url, format }: MediaPart): ReadSource | undefined {
  if (/^s3:\/\//i.test(url)) return { source: { s3Location: { uri: url } }, mime: undefined }
  if (!url.startsWith('data:')) {
    const isBase64 = format !== undefined && !/^[a-z][a-z0-9+.-]*:/i.test(url)
    return isBase64 ? { source: { bytes: url }, mime: undefined } : undefined
  }
  const comma = url.indexOf(',')
  const head = url.slice(5, Math.max(comma, 5)).split(';')
  const payload = url.slice(comma + 1)
  const mime = (head[0] ?? '').toLowerCase() || 'text/plain'
  return { source: { bytes: head.includes('base64') ? payload : encodeText(unescaped(payload)) }, mime }
}

function ending(name: string | undefined): string | undefined {
  if (name === undefined || name.startsWith('data:')) return undefined
  return /\.([a-z0-9]{2,4})(?:[?#]|$)/i.exec(name)?.[1]
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray % in a data URL stands for itself
  }
}

/** UTF-8 as base64. */
export function encodeText(text: string): string {
  let binary = ''
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
  return btoa(binary)
}
