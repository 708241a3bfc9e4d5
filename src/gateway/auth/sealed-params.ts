/**
 * Parameters of stored models at rest: encrypted with AES-256-GCM under a key made of `LITELLM_SALT_KEY`, so that whoever has
 * the database, or a copy of it, has no keys of providers.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import type { Json, JsonObject } from '../store/tables.js'

/** Stands before each sealed value, with the number of the way in which it is sealed. */
const mark = 'llmgen:'
const version = '1'
const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** Why parameters cannot be read. Never quotes them. */
export class SealError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'SealError'
  }
}

/** What seals and opens; it keeps the derived key and nothing else. */
export interface Seal {
  /** Numbers and truths stay as they are; all else is encrypted, bound to its model and its name. */
  close(modelId: string, params: JsonObject): JsonObject
  /** Throws a {@link SealError} for what was sealed with another secret, for another model, or not at all. */
  open(modelId: string, params: JsonObject): JsonObject
}

/** Fixed: the same secret gives the same key everywhere and always. 16 MB and some 50 ms for each guess of a weak secret. */
const context = 'llmgen stored models v1'
const cost = { N: 16_384, r: 8, p: 1 }

/** Secrets that were derived from lately; a config that is read anew has the same one. */
const derived = new Map<string, Promise<Buffer>>()
const mostDerived = 4

/** The seal of a secret, `LITELLM_SALT_KEY` or else the master key. Throws a {@link SealError} where there is neither. */
export async function createSeal(secret: string): Promise<Seal> {
  if (secret === '') throw new SealError('stored models are encrypted, and there is nothing to do it with: set LITELLM_SALT_KEY')
  const key = await keyOf(secret)
  return {
    close: (modelId, params) => mapValues(params, (value, name) => (isOpen(value) ? value : encrypt(key, placeOf(modelId, name), value))),
    open: (modelId, params) => mapValues(params, (value, name) => (isOpen(value) ? value : decrypt(key, placeOf(modelId, name), value))),
  }
}

function keyOf(secret: string): Promise<Buffer> {
  const known = derived.get(secret)
  if (known !== undefined) return known
  const [oldest] = derived.size >= mostDerived ? derived.keys() : []
  if (oldest !== undefined) derived.delete(oldest)
  const made = new Promise<Buffer>((resolve, reject) => {
    scrypt(secret, context, 32, cost, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
  derived.set(secret, made)
  return made
}

function isOpen(value: Json): boolean {
  return value === null || typeof value === 'number' || typeof value === 'boolean'
}

/** A sealed value that is moved to another model or parameter cannot be opened there. */
function placeOf(modelId: string, name: string): Buffer {
  return Buffer.from(JSON.stringify([modelId, name]), 'utf8')
}

function encrypt(key: Buffer, place: Buffer, value: Json): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, key, iv)
  cipher.setAAD(place)
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
  return `${mark}${version}:${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`
}

function decrypt(key: Buffer, place: Buffer, value: Json): Json {
  if (typeof value !== 'string' || !value.startsWith(mark)) throw new SealError('it was not encrypted by this gateway')
  const [found, text = ''] = value.slice(mark.length).split(':')
  if (found !== version) throw new SealError(`it was encrypted by another version of this gateway (way ${String(found).slice(0, 10)})`)
  const bytes = Buffer.from(text, 'base64url')
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    decipher.setAAD(place)
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    const opened = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()])
    // what was sealed was JSON
    return JSON.parse(opened.toString('utf8')) as Json
  } catch (cause) {
    throw new SealError('it was encrypted under another LITELLM_SALT_KEY or master key than the one that is set now', cause)
  }
}

function mapValues(params: JsonObject, change: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, change(value, name)]))
}
