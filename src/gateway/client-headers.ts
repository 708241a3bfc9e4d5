/** Headers that a client would have sent to the provider (`extra_headers`): none that the gateway alone sets, and none that cannot be sent. */
import { badRequest } from './errors.js'

/** Who signs in, how the message is framed, how its answer is packed: names of headers that only the gateway sets. */
const ownHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'api-key',
  'x-api-key',
  'x-goog-api-key',
  'x-goog-user-project',
  'openai-organization',
  'openai-project',
  'proxy-authorization',
  'cookie',
  'host',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
/** Of AWS's signatures, which cover all of them. */
const ownPrefix = 'x-amz-'
/** All of them together, characters: hosts take 8 to 16 kB with their own. */
const longest = 8_192

/**
 * Throws a 400 for a header that may not or cannot be sent. A transport would refuse the latter too, but as a failure of
 * the deployment, which then rests for everybody.
 */
export function refuseHeaders(headers: { readonly [name: string]: unknown }, place: string): void {
  let size = 0
  for (const [name, value] of Object.entries(headers)) {
    const known = name.toLowerCase()
    if (ownHeaders.has(known) || known.startsWith(ownPrefix))
      throw badRequest(`the header "${name}" may not come from a client. Leave it out`, place)
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(known)) throw badRequest('the name of a header is letters, digits and hyphens', place)
    if (!isText(value)) throw badRequest(`the value of the header "${name.slice(0, 100)}" must be printable text of ASCII`, place)
    size += name.length + String(value).length
  }
  if (size > longest) throw badRequest(`the headers are longer than ${longest} characters`, place)
}

function isText(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return true
  return typeof value === 'string' && /^[\t\x20-\x7e]*$/.test(value)
}
