/**
 * Fetches media that a host does not fetch itself, and puts it into the request as data. The address may come from a stranger:
 * size, time, redirects and types are bounded, and private addresses are refused. Imported when first needed.
 */
import { isFault, type Outcome } from '../protocol/failure.js'
import type { AbortSignalLike, HttpHeaders, HttpStream, Transport } from '../protocol/http.js'
import { toBase64 } from '../providers/shared/base64.js'
import { uploadType } from '../providers/shared/upload-type.js'
import { abortedBy, badRequest } from './call-failures.js'
import type { Place } from './failures.js'
import { exchangeMedia } from './media-urls.js'
import type { Run } from './run.js'
import { isPublicHost } from './transport/public-address.js'

/** Largest file, bytes; all of a call together at most three of them. */
const mostBytes = 20 * 1024 * 1024
const mostBytesOfCall = 3 * mostBytes
/** Longest time for a file with its redirects, milliseconds. */
const mostMs = 10_000
const mostRedirects = 3

/** Types that conversations are about. */
const mediaType = /^(image|audio|video)\/[\w.+-]+$|^application\/(pdf|json|msword|rtf|vnd\.[\w.+-]+)$|^text\/(plain|markdown|csv|html|xml)$/

/** Media of a call by address, fetched once for all its attempts. */
export type MediaCache = { readonly byUrl: Map<string, Promise<Outcome<string>>>; bytes: number }

/** The request with the data of these addresses in their place. A file that cannot be had is a `bad-request` that names its host. */
export async function withMedia<Request extends object>(
  run: Run,
  request: Request,
  urls: readonly string[],
  place: Place,
): Promise<Outcome<Request>> {
  run.media ??= { byUrl: new Map(), bytes: 0 }
  const cache = run.media
  const fetched = new Map<string, string>()
  const outcomes = await Promise.all(urls.map((url) => cached(cache, url, run, place)))
  for (const [at, outcome] of outcomes.entries()) {
    if (isFault(outcome)) return outcome
    fetched.set(urls[at] ?? '', outcome)
  }
  return exchangeMedia(request, (url) => fetched.get(url))
}

function cached(cache: MediaCache, url: string, run: Run, place: Place): Promise<Outcome<string>> {
  const known = cache.byUrl.get(url)
  if (known !== undefined) return known
  const pending = fetchMedia(cache, url, run, place)
  cache.byUrl.set(url, pending)
  return pending
}

async function fetchMedia(cache: MediaCache, url: string, run: Run, place: Place): Promise<Outcome<string>> {
  const { engine, signal } = run
  let transport: Transport | undefined
  try {
    transport = await engine.openMedia()
    return await followed(cache, url, run, transport, place)
  } catch (error) {
    if (signal?.aborted) return { failure: abortedBy(signal, place) }
    return refused(url, error instanceof Error ? error.message : String(error), place)
  } finally {
    // Not waited for: a connection that is still being made would hold back a caller who has left.
    if (transport !== engine.transport) transport?.close().catch(() => undefined)
  }
}

async function followed(cache: MediaCache, first: string, run: Run, transport: Transport, place: Place): Promise<Outcome<string>> {
  const { engine, signal } = run
  const endsAt = Math.min(engine.now() + mostMs, run.deadlineAt)
  let url = first
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const why = unfit(url, engine.privateMedia)
    if (why !== undefined) return refused(first, why, place)
    const answer = await open(url, transport, Math.max(1, endsAt - engine.now()), signal)
    const { status, headers } = answer
    if (status >= 200 && status < 300) return await read(cache, answer, first, url, place)
    answer.cancel()
    const { location } = headers
    if (status < 300 || status > 399 || location === undefined) return refused(first, `the answer has the status ${status}`, place)
    url = new URL(location, url).href
  }
  return refused(first, `it was sent on more than ${mostRedirects} times`, place)
}

function open(url: string, transport: Transport, totalMs: number, signal: AbortSignalLike | undefined): Promise<HttpStream> {
  const { origin, pathname, search } = new URL(url)
  const timers = { connectMs: totalMs, firstByteMs: undefined, idleMs: undefined, totalMs }
  const headers = { accept: 'image/*, video/*, audio/*, application/pdf, */*;q=0.5', 'user-agent': 'llmgen' }
  return transport.stream({ method: 'GET', url: origin + pathname + search, headers }, timers, signal)
}

/** Why an address is not asked. */
function unfit(text: string, allowsPrivate: boolean): string | undefined {
  const { protocol, hostname, username } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') return `it leads to an address of the kind ${protocol}`
  if (username !== '') return 'its address holds a user name'
  if (allowsPrivate || isPublicHost(hostname)) return undefined
  return 'the address is not public; createLlm({ allowPrivateMedia: true }) lets it be fetched'
}

async function read(cache: MediaCache, answer: HttpStream, first: string, url: string, place: Place): Promise<Outcome<string>> {
  const type = typeOf(answer.headers, url)
  const encoding = answer.headers['content-encoding'] ?? 'identity'
  const why =
    encoding !== 'identity'
      ? `the answer is packed (${encoding.slice(0, 80)})`
      : type !== '' && !mediaType.test(type)
        ? notMedia(type)
        : undefined
  if (why !== undefined) {
    answer.cancel()
    return refused(first, why, place)
  }
  const pieces: Uint8Array[] = []
  let size = 0
  for (let bytes = await answer.read(); bytes !== undefined; bytes = await answer.read()) {
    size += bytes.length
    cache.bytes += bytes.length
    if (size > mostBytes || cache.bytes > mostBytesOfCall) {
      answer.cancel()
      const limit = size > mostBytes ? mostBytes : mostBytesOfCall
      return refused(first, `more than ${limit / 1024 / 1024} MB${size > mostBytes ? '' : ' in all files of the call'}`, place)
    }
    pieces.push(bytes)
  }
  const bytes = joined(pieces, size)
  const seen = seenType(bytes) ?? type
  return seen === '' ? refused(first, notMedia(type), place) : `data:${seen};base64,${toBase64(bytes)}`
}

function notMedia(type: string): string {
  return `the answer is ${type === '' ? 'of no known type' : type.slice(0, 80)}, not an image, audio, video or document`
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** What images begin with, read as Latin-1; a point stands for any byte. */
const imageMarks: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF.{4}WEBP/s, 'image/webp'],
]

/** What an image is by its bytes: servers go by names, and Anthropic and Bedrock refuse an image under another type. */
function seenType(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 12))
  return imageMarks.find(([mark]) => mark.test(start))?.[1]
}

/** The type the host gives; by the name in the address where it gives none. */
function typeOf(headers: HttpHeaders, url: string): string {
  const given = (headers['content-type'] ?? '').replace('binary/octet-stream', '')
  const name = new URL(url).pathname
  return uploadType({ bytes: new Uint8Array(), type: given, name }, /\.pdf$/i.test(name) ? 'application/pdf' : '')
}

function refused(url: string, why: string, place: Place): Outcome<never> {
  const message = `${place.provider} takes no media by address, and ${hostOf(url)} could not be asked for it: ${why}. Send the data itself, as a data URL.`
  return { failure: badRequest(place, 'messages', message, 'media_not_fetched') }
}

function hostOf(url: string): string {
  return /^https?:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(url)?.[1]?.slice(0, 200) || 'its host'
}
