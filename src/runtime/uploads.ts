/** Reads the files of a request before the call, so that every attempt sends the same bytes. Imported when first needed. */
import type { Failure } from '../protocol/failure.js'
import { type Fault, isFault, type Outcome } from '../protocol/failure.js'
import type { Upload, Uploadable } from '../protocol/upload.js'
import { uploadType } from '../providers/shared/upload-type.js'
import { badRequest } from './call-failures.js'

const unknownType = 'application/octet-stream'

/** Endings of the types that a file without a name may have. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/^audio\/mpeg/, 'mp3'],
  [/^(audio|video)\/mp4/, 'mp4'],
  [/^audio\/(x-)?m4a/, 'm4a'],
  [/^audio\/(x-|vnd\.)?wav/, 'wav'],
  [/^\w+\/(?:x-)?(png|jpeg|webp|gif|ogg|opus|flac|aac|aiff|webm)/, '$1'],
]

/**
 * The request with the files of these members read. A file without a name is called `file` with the ending of its type.
 * A member that holds no file is a `bad-request` that says what to give.
 */
export async function readUploads<Body extends object>(body: Body, members: readonly string[]): Promise<Outcome<Body>> {
  // The members are read by name; what comes back has all of the others as they are.
  const given = body as { readonly [name: string]: unknown }
  const read: { [name: string]: unknown } = {}
  for (const name of members) {
    const value = given[name]
    if (value === undefined || value === null) continue
    const files = await Promise.all((Array.isArray(value) ? value : [value]).map((file) => readFile(file, name, given.model)))
    const failed = files.find(isFault)
    if (failed !== undefined) return failed
    read[name] = Array.isArray(value) || name === 'image' ? files : files[0]
  }
  return { ...body, ...read }
}

async function readFile(file: unknown, member: string, model: unknown): Promise<Outcome<Upload>> {
  if (!isUploadable(file)) return { failure: noFile(member, model) }
  try {
    // A Blob of newer engines has a method of that name.
    const bytes = 'bytes' in file && file.bytes instanceof Uint8Array ? file.bytes : new Uint8Array(await bufferOf(file))
    const { name = '', type = '' } = file
    const upload = { bytes, name, type }
    return { bytes, name: name === '' ? nameFor(type) : name, type: uploadType(upload, unknownType) }
  } catch (error) {
    return unreadable(member, model, error)
  }
}

function bufferOf(file: Uploadable): Promise<ArrayBuffer> {
  if ('arrayBuffer' in file) return file.arrayBuffer()
  throw new Error('it holds no bytes')
}

function isUploadable(file: unknown): file is Uploadable {
  if (typeof file !== 'object' || file === null) return false
  return ('bytes' in file && file.bytes instanceof Uint8Array) || ('arrayBuffer' in file && typeof file.arrayBuffer === 'function')
}

function nameFor(type: string): string {
  for (const [pattern, ending] of endings) {
    const found = pattern.exec(type)
    if (found !== null) return `file.${ending.replace('$1', found[1] ?? '')}`
  }
  return 'file'
}

function noFile(member: string, model: unknown): Failure {
  const form = "a File or Blob, or { bytes, name }: { bytes: await readFile('speech.mp3'), name: 'speech.mp3' }"
  return badRequest({ provider: '', model: String(model) }, member, `${member} is not a file: it must be ${form}`)
}

function unreadable(member: string, model: unknown, error: unknown): Fault {
  const words = error instanceof Error ? error.message : String(error)
  const failure = badRequest({ provider: '', model: String(model) }, member, `${member} cannot be read: ${words}`)
  return { failure: { ...failure, cause: error } }
}
