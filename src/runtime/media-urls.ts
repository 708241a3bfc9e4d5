/** Addresses of images, videos and files in a conversation: found, and exchanged for the data itself. */
import { isRecord, type JsonRecord, textOf } from '../providers/shared/json.js'

/** Gives the data URL that stands in for an address, or undefined to leave it. */
export type Exchange = (url: string) => string | undefined

/** Addresses of the media in a chat's messages or a response's input for which `isWanted` holds, each once. */
export function findMedia(request: object, isWanted: (url: string) => boolean): readonly string[] {
  const found = new Set<string>()
  exchangeMedia(request, (url) => {
    if (isWanted(url)) found.add(url)
    return undefined
  })
  return [...found]
}

/** The request with data in the place of addresses; the same object where nothing changes. */
export function exchangeMedia<Request extends object>(request: Request, exchange: Exchange): Request {
  for (const list of ['messages', 'input'] as const) {
    const items = list in request ? (request as { readonly [name: string]: unknown })[list] : undefined
    if (!Array.isArray(items)) continue
    const changed = changedList(items, (item) => exchangeIn(item, exchange))
    // Only media inside of items changed; they are still what they were.
    if (changed !== undefined) return { ...request, [list]: changed } as Request
  }
  return request
}

/** A message or an item, or undefined where nothing in it changes. Results of tools hold media too. */
function exchangeIn(item: unknown, exchange: Exchange): JsonRecord | undefined {
  if (!isRecord(item)) return undefined
  const member = Array.isArray(item.content) ? 'content' : 'output'
  const parts = item[member]
  const changed = Array.isArray(parts) ? changedList(parts, (part) => exchangePart(part, exchange)) : undefined
  return changed && { ...item, [member]: changed }
}

/** The list with what `change` gives in the place of items; undefined where it gives nothing. */
function changedList(items: readonly unknown[], change: (item: unknown) => unknown): unknown[] | undefined {
  let changed: unknown[] | undefined
  for (const [at, item] of items.entries()) {
    const next = change(item)
    if (next === undefined) continue
    changed ??= [...items]
    changed[at] = next
  }
  return changed
}

function exchangePart(part: unknown, exchange: Exchange): JsonRecord | undefined {
  if (!isRecord(part)) return undefined
  const { type } = part
  if (type === 'image_url' || type === 'video_url' || type === 'input_image') {
    const member = type === 'input_image' ? 'image_url' : type
    const source = part[member]
    const data = exchanged(isRecord(source) ? source.url : source, exchange)
    return data === undefined ? undefined : { ...part, [member]: isRecord(source) ? { ...source, url: data } : data }
  }
  if (type === 'file' && isRecord(part.file)) {
    const file = exchangeFile(part.file, ['file_data', 'file_id'], exchange)
    return file && { ...part, file }
  }
  return type === 'input_file' ? exchangeFile(part, ['file_url', 'file_id', 'file_data'], exchange) : undefined
}

/** A file by address becomes one by data, named as its address is. */
function exchangeFile(file: JsonRecord, members: readonly string[], exchange: Exchange): JsonRecord | undefined {
  for (const member of members) {
    const url = textOf(file[member])
    const data = exchanged(url, exchange)
    if (url === undefined || data === undefined) continue
    const { [member]: _, ...rest } = file
    return { filename: lastSegment(url), ...rest, file_data: data }
  }
  return undefined
}

function exchanged(url: unknown, exchange: Exchange): string | undefined {
  return typeof url === 'string' && /^https?:\/\//i.test(url) ? exchange(url) : undefined
}

function lastSegment(url: string): string {
  const path = url.replace(/^\w+:\/\/[^/?#]*/, '').split(/[?#]/)[0] ?? ''
  return path.split('/').findLast((segment) => segment !== '') ?? 'file'
}
