/** Collects the body of a request in the pieces in which it comes: a large one is copied nowhere. */
import type { IncomingMessage } from 'node:http'
import { tooLarge } from './body-rules.js'
import { badRequest } from './errors.js'

/** The pieces, or why there are none: a 413 above `maxBytes`, a 400 for a body that is not as long as it says. */
export function readParts(
  payload: IncomingMessage,
  maxBytes: number,
  done: (error: Error | null, parts?: readonly Buffer[]) => void,
): void {
  const parts: Buffer[] = []
  const told = Number(payload.headers['content-length'] ?? Number.NaN)
  let size = 0
  const end = (error: Error | null) => {
    payload.off('data', take)
    payload.off('end', finish)
    payload.off('error', end)
    if (error === null) done(null, parts)
    else done(error)
  }
  const take = (part: Buffer) => {
    size += part.length
    if (size > maxBytes) end(tooLarge())
    else parts.push(part)
  }
  const finish = () => {
    const isShort = !Number.isNaN(told) && told !== size
    end(isShort ? badRequest('the request body is not as long as its content-length says') : null)
  }
  payload.on('data', take)
  payload.on('end', finish)
  payload.on('error', end)
}
