/** Forms with a file on their way to a provider: the file flows through, and only its beginning is held until the host is known. */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { badRequest, GatewayError } from '../errors.js'
import type { GatewayRequest } from '../exchange.js'

/** A part of a form, as the plugin gives it. */
type Part =
  | { readonly type: 'field'; readonly fieldname: string; readonly value: unknown }
  | {
      readonly type: 'file'
      readonly fieldname: string
      readonly filename: string
      readonly mimetype: string
      readonly file: AsyncIterable<Buffer> & { readonly truncated?: boolean }
    }
type Field = readonly [name: string, value: string]

/** A form whose beginning was read. */
export type OpenForm = {
  /** Members that came so far. */
  readonly fields: Field[]
  readonly file: { readonly name: string; readonly type: string; readonly held: readonly Buffer[] }
  /** The rest of the file, where it is longer than what is held. */
  readonly rest: AsyncIterator<Buffer> | undefined
  /** Parts behind the file, where it was not read to its end. */
  readonly parts: AsyncIterator<Part>
}

/** Bytes of a file that are held: a form that is not longer is known before anything is sent. */
const heldBytes = 1_048_576

/** Members of a form that are for the gateway. */
const own: ReadonlySet<string> = new Set([
  'custom_llm_provider',
  'provider',
  'model',
  'target_model_names',
  'litellm_metadata',
  'tags',
  'litellm_call_id',
])

/** Reads until the host can be chosen. Rejects with a 400 for what is no form with a file, and a 413 for one above the limit. */
export async function openForm(request: GatewayRequest, limit: number): Promise<OpenForm> {
  const isForm = request.headers['content-type']?.toLowerCase().startsWith('multipart/form-data') === true
  if (!isForm || !('parts' in request) || typeof request.parts !== 'function')
    throw badRequest('this route takes a form with a file: send it as multipart/form-data', 'file')
  // the plugin's types hang on Fastify's module; what is read of a part is named by `Part`
  const parts = (request.parts({ limits: { fileSize: limit } }) as AsyncIterable<Part>)[Symbol.asyncIterator]()
  const fields: Field[] = []
  let found: Omit<OpenForm, 'fields' | 'parts'> | undefined
  for (let step = await parts.next(); step.done !== true; step = await parts.next()) {
    const part = step.value
    if (part.type === 'field') {
      fields.push(fieldOf(part))
      if (fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > heldBytes)
        throw new GatewayError(413, 'invalid_request_error', 'the members of the form beside its file are longer than 1 MB')
    } else if (found !== undefined) throw badRequest('the form holds more than one file', part.fieldname)
    else {
      found = await begin(part)
      if (found.rest !== undefined) break
    }
  }
  if (found === undefined) throw badRequest('file is missing: it is a part of the form with a file name', 'file')
  return { ...found, fields, parts }
}

async function begin(part: Extract<Part, { type: 'file' }>): Promise<Omit<OpenForm, 'fields' | 'parts'>> {
  const held: Buffer[] = []
  const pieces = whole(part.file)
  let size = 0
  let step = await pieces.next()
  while (step.done !== true) {
    held.push(step.value)
    size += step.value.length
    if (size >= heldBytes) break
    step = await pieces.next()
  }
  const file = { name: part.filename || 'file', type: part.mimetype, held }
  return { file, rest: step.done === true ? undefined : pieces }
}

/** The bytes of a file, or a 413 where the plugin cut them off. */
async function* whole(file: AsyncIterable<Buffer> & { readonly truncated?: boolean }): AsyncGenerator<Buffer, void> {
  for await (const piece of file) yield piece
  if (file.truncated === true)
    throw new GatewayError(
      413,
      'invalid_request_error',
      'the file is larger than this gateway takes (general_settings.max_request_size_mb)',
    )
}

function fieldOf({ fieldname, value }: Extract<Part, { type: 'field' }>): Field {
  return [fieldname, typeof value === 'string' ? value : String(value)]
}

/** The members of a form as a body has them; of a name that occurs twice, the last. */
export function membersOf({ fields }: Pick<OpenForm, 'fields'>): { readonly [name: string]: string } {
  return Object.fromEntries(fields)
}

/** A form as it goes out. */
export type Outgoing = { readonly headers: { readonly [name: string]: string }; readonly body: Buffer | Readable }

/** Writes the form anew without what is the gateway's own, and with the file under this name. */
export function writeForm(form: OpenForm, name: string): Outgoing {
  const boundary = `----llmgen-${randomUUID()}`
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  const begun = [
    ...form.fields.filter(isSent).map((field) => writtenField(boundary, field)),
    fileHead(boundary, name, form.file.type),
    ...form.file.held,
  ]
  if (form.rest === undefined) {
    const body = Buffer.concat([...begun, Buffer.from(`\r\n--${boundary}--\r\n`)])
    return { headers, body }
  }
  return { headers, body: Readable.from(flowing(form, form.rest, begun, boundary), { objectMode: false }) }
}

async function* flowing(form: OpenForm, rest: AsyncIterator<Buffer>, begun: readonly Buffer[], boundary: string): AsyncGenerator<Buffer> {
  yield* begun
  for (let step = await rest.next(); step.done !== true; step = await rest.next()) yield step.value
  yield Buffer.from('\r\n')
  for (let step = await form.parts.next(); step.done !== true; step = await form.parts.next()) {
    const part = step.value
    if (part.type === 'file') throw badRequest('the form holds more than one file', part.fieldname)
    const field = fieldOf(part)
    if (!isSent(field))
      throw badRequest(
        `${field[0]} came after the file, which was on its way already: put it before the file, into the query or a header`,
        field[0],
      )
    yield writtenField(boundary, field)
  }
  yield Buffer.from(`--${boundary}--\r\n`)
}

function isSent([name]: Field): boolean {
  return !own.has(name)
}

function writtenField(boundary: string, [name, value]: Field): Buffer {
  return Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`)
}

function fileHead(boundary: string, name: string, type: string): Buffer {
  const safeType = /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream'
  return Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${quoted(name)}"\r\ncontent-type: ${safeType}\r\n\r\n`,
  )
}

/** What would end the line or the quotes, as browsers write it. */
function quoted(text: string): string {
  return text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
}
