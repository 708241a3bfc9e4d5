/** Reads a multipart form: files with their bytes, and the other members as a JSON body would have them. */

import type { Upload } from '../protocol/upload.js'
import { tooLarge } from './body-rules.js'
import { badRequest, GatewayError } from './errors.js'
import type { GatewayRequest } from './exchange.js'
import { isObject, type RawObject } from './request-body.js'

/** One part of a form, as far as it is read here. */
type Part = FilePart | { readonly type: 'field'; readonly fieldname: string; readonly value: unknown }
type FilePart = {
  readonly type: 'file'
  readonly fieldname: string
  readonly filename: string
  readonly mimetype: string
  readonly file: AsyncIterable<Uint8Array>
}

/** Members whose text is a number or a switch; all others stay text. */
const numbers: ReadonlySet<string> = new Set([
  'temperature',
  'n',
  'output_compression',
  'num_retries',
  'timeout',
  'request_timeout',
  'stream_timeout',
])
const switches: ReadonlySet<string> = new Set(['stream', 'drop_params', 'caching', 'disable_fallbacks'])
/** Members that are lists however often they occur. */
const lists: ReadonlySet<string> = new Set([
  'timestamp_granularities',
  'include',
  'known_speaker_names',
  'known_speaker_references',
  'tags',
])

/** The members of a form. A name that occurs twice, or ends in `[]`, is a list. Throws a 400 where the body is no form. */
export async function readForm(request: GatewayRequest): Promise<RawObject> {
  if (!('parts' in request) || typeof request.parts !== 'function' || !isForm(request))
    throw badRequest('this route takes a form with a file: send it as multipart/form-data')
  try {
    // The plugin's types hang on Fastify's module; what is read of a part is named by `Part`.
    return await readParts(request.parts() as AsyncIterable<Part>, request.routeOptions.bodyLimit)
  } catch (error) {
    if (error instanceof GatewayError || !(error instanceof Error) || 'statusCode' in error) throw error
    throw badRequest(`the form cannot be read: ${error.message}`)
  }
}

/** All parts together are bounded as a body is: the plugin bounds each alone. */
async function readParts(parts: AsyncIterable<Part>, limitBytes: number): Promise<RawObject> {
  const members: { [name: string]: unknown } = Object.create(null)
  let left = limitBytes
  for await (const part of parts) {
    const name = part.fieldname.replace(/\[\]$/, '')
    const read = part.type === 'file' ? await toUpload(part, left) : part.value
    left -= sizeOf(read)
    if (left < 0) throw tooLarge()
    const value = part.type === 'file' ? read : toValue(name, read)
    const before = members[name]
    const isList = lists.has(name) || part.fieldname.endsWith('[]')
    members[name] = before === undefined ? (isList ? [value] : value) : [...(Array.isArray(before) ? before : [before]), value]
  }
  return { ...members }
}

function sizeOf(read: unknown): number {
  if (typeof read === 'string') return read.length
  return isObject(read) && read.bytes instanceof Uint8Array ? read.bytes.length : 0
}

function isForm({ headers }: GatewayRequest): boolean {
  return headers['content-type']?.toLowerCase().startsWith('multipart/form-data') === true
}

/** Throws a 413 as soon as a file is too large, however much of it is still to come. */
async function toUpload({ file, filename, mimetype }: FilePart, limitBytes: number): Promise<Upload> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const bytes of file) {
    size += bytes.length
    if (size > limitBytes) throw tooLarge()
    pieces.push(bytes)
  }
  return { bytes: Buffer.concat(pieces), name: filename || 'file', type: mimetype }
}

function toValue(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (numbers.has(name)) return value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value)
  if (switches.has(name)) return value === 'true' ? true : value === 'false' ? false : value
  return isStructured(name) ? parsed(value) : value
}

/** Members that are JSON inside a form. */
function isStructured(name: string): boolean {
  return ['metadata', 'litellm_metadata', 'extra_body', 'chunking_strategy', 'fallbacks', 'cache'].includes(name)
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) || Array.isArray(value) ? value : text
  } catch {
    return text // `chunking_strategy` is the word `auto`, too
  }
}
