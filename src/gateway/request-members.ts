/** Checks of single members of a request body, where a wrong type would reach a provider or break on the way there. */
import { badRequest } from './errors.js'
import { isObject, type RawObject } from './request-body.js'

/** Throws a 400 unless the member is a list of objects with at least one entry, and `stream` is what it can be. */
export function requireList(body: RawObject, name: string): void {
  const value = body[name]
  if (value === undefined) throw badRequest(`${name} is missing`, name)
  if (!Array.isArray(value) || value.length === 0) throw badRequest(`${name} must be a list with at least one entry`, name)
  const wrong = value.findIndex((entry) => !isObject(entry))
  if (wrong >= 0) throw badRequest(`${name}[${wrong}] must be an object`, `${name}[${wrong}]`)
  checkStream(body)
}

/** Throws a 400 where the member is missing. */
export function requirePresent(body: RawObject, name: string): void {
  if (body[name] === undefined || body[name] === null) throw badRequest(`${name} is missing`, name)
  checkStream(body)
}

/** Throws a 400 unless the member is text. */
export function requireText(body: RawObject, name: string): void {
  if (typeof body[name] !== 'string') throw badRequest(`${name} must be text`, name)
}

function checkStream({ stream }: RawObject): void {
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') throw badRequest('stream must be true or false', 'stream')
}
