/** Bodies that are held whole, and bodies that only flow by, both within their limit. */
import { Readable, Transform } from 'node:stream'
import { tooLarge } from '../body-rules.js'
import type { GatewayRequest } from '../exchange.js'

/** What came as the body, unread; undefined where none came. */
export function bodyOf({ body }: GatewayRequest): Readable | undefined {
  return body instanceof Readable ? body : undefined
}

/** The whole body. Rejects where it is longer: a caller's with a 413, an answer with what is `refused`. */
export async function readWhole(body: Readable | undefined, limit: number, refused: () => Error = tooLarge): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body ?? []) {
    // a stream of bytes without an encoding gives buffers
    const bytes = piece as Buffer
    size += bytes.length
    if (size > limit) throw refused()
    pieces.push(bytes)
  }
  return Buffer.concat(pieces)
}

/** The body as it comes; it breaks off where it grows beyond the limit. */
export function limited(body: Readable, limit: number): Readable {
  if (limit === Number.POSITIVE_INFINITY) return body
  let size = 0
  const counted = new Transform({
    transform(piece: Buffer, _encoding, done) {
      size += piece.length
      if (size > limit) done(tooLarge())
      else done(null, piece)
    },
  })
  body.on('error', (error) => counted.destroy(error))
  return body.pipe(counted)
}
