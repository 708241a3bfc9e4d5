/** Reads a multipart form: files with their bytes, and the other members as a JSON body would have them. */
import type { FastifyRequest } from 'fastify'
import type { Upload } from '../protocol/upload.js'
import { badRequest } from './errors.js'
import { isObject, type RawObject } from './request-body.js'

/** One part of a form, as far as it is read here. */
type Part = FilePart | { readonly type: 'field'; readonly fieldname: string; readonly value: unknown }
type FilePart = {
  readonly type: 'file'
  readonly fieldname: string
  readonly filename: string
  readonly mimetype: string
  toBuffer(): Promise<Buffer>
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
export async function readForm(request: FastifyRequest): Promise<RawObject> {
  if (!('parts' in request) || typeof request.parts !== 'function' || !isForm(request))
    throw badRequest('this route takes a form with a file: send it as multipart/form-data')
  const members: { [name: string]: unknown } = Object.create(null)
  // The plugin's types hang on Fastify's module; what is read of a part is named by `Part`.
  for await (const part of request.parts() as AsyncIterable<Part>) {
    const name = part.fieldname.replace(/\[\]$/, '')
    const value = part.type === 'file' ? await toUpload(part) : toValue(name, part.value)
    const before = members[name]
    const isList = lists.has(name) || part.fieldname.endsWith('[]')
    members[name] = before === undefined ? (isList ? [value] : value) : [...(Array.isArray(before) ? before : [before]), value]
  }
  return { ...members }
}

function isForm({ headers }: FastifyRequest): boolean {
  return headers['content-type']?.toLowerCase().startsWith('multipart/form-data') === true
}

async function toUpload(part: FilePart): Promise<Upload> {
  return { bytes: await part.toBuffer(), name: part.filename || 'file', type: part.mimetype }
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
