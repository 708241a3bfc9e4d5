/** The media type of a file that a caller hands over: as it says, else by its name. */
import type { Upload } from '../../protocol/upload.js'

const byEnding: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['mp3', 'audio/mpeg'],
  ['mpga', 'audio/mpeg'],
  ['wav', 'audio/wav'],
  ['ogg', 'audio/ogg'],
  ['oga', 'audio/ogg'],
  ['opus', 'audio/ogg'],
  ['flac', 'audio/flac'],
  ['aac', 'audio/aac'],
  ['m4a', 'audio/mp4'],
  ['aiff', 'audio/aiff'],
  ['webm', 'audio/webm'],
  ['mp4', 'video/mp4'],
  ['mpeg', 'video/mpeg'],
])

/** True for a file whose bytes are here. */
export function isUpload(value: unknown): value is Upload {
  return typeof value === 'object' && value !== null && 'bytes' in value && ArrayBuffer.isView(value.bytes)
}

/** The type; `otherwise` where neither type nor name tells. */
export function uploadType({ type, name }: Upload, otherwise: string): string {
  const given = type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (given !== '' && given !== 'application/octet-stream') return given
  return byEnding.get(/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '') ?? otherwise
}
