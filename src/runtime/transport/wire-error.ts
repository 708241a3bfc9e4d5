/** What is wrong with an exchange on the wire. Logs and alerts know the codes and words of undici, so ours are the same. */

/** `code` decides what it means, see `transport-faults.ts`; the message is for people and holds no value of a header. */
export class WireError extends Error {
  readonly code: string | undefined
  constructor(code: string | undefined, message: string) {
    super(message)
    this.name = 'WireError'
    this.code = code
  }
}

/** An answer that is not HTTP as it should be. */
export function notHttp(why: string): WireError {
  return new WireError(undefined, `Response does not match the HTTP/1.1 protocol (${why})`)
}
