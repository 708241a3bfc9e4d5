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
  let isOver = false
  const told = Number(payload.headers['content-length'] ?? Number.NaN)
  let size = 0
  const fail = (error: Error) => {
    if (isOver) return
    isOver = true
    payload.off('data', take)
    done(error)
  }
  const take = (part: Buffer) => {
    size += part.length
    if (size > maxBytes) fail(tooLarge())
    else parts.push(part)
  }
  const finish = () => {
    if (isOver) return
    if (!Number.isNaN(told) && told !== size) {
      fail(badRequest('the request body is not as long as its content-length says'))
      return
    }
    // the listeners stay: nothing comes after the end, and taking them away costs more than they do
    isOver = true
    done(null, parts)
  }
  payload.on('data', take)
  payload.on('end', finish)
  payload.on('error', fail)
}
