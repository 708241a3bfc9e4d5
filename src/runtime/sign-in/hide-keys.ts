/** Takes the client's own keys out of a failure: hosts, proxies and echo services repeat request headers in their answers. */
import type { Failure } from '../../protocol/failure.js'
import type { Credentials } from '../../providers/adapter.js'
import { isRecord, type JsonRecord, parseJson } from '../../providers/shared/json.js'
import type { Readiness } from '../deployment-runtime.js'
import { isSecretField } from './credentials.js'

/** Shorter values are placeholders (`none`, `sk-1234`, `not-needed`), which may stand in any text. */
const leastLength = 12

const known = new WeakMap<readonly Readiness[], string[]>()

/** What no error and no line of a log may show of a client's deployments. Found with the first; tokens are added as they come. */
export function keysOf(deployments: readonly Readiness[]): string[] {
  const keys = known.get(deployments) ?? secretsOf(deployments.flatMap(({ ready }) => ready?.credentials ?? []))
  known.set(deployments, keys)
  return keys
}

/** What must not be shown of these credentials. */
export function secretsOf(credentials: readonly Credentials[]): string[] {
  const found = credentials.flatMap((each) => {
    if (each.kind === 'key') return [each.key]
    if (each.kind === 'bearer') return [each.token]
    if (each.kind === 'fields') return Object.entries(each.fields).flatMap(([name, value]) => secretsOfField(name, value))
    return each.kind === 'aws' ? [each.secretAccessKey, each.sessionToken ?? ''] : []
  })
  return [...new Set(found.filter((secret) => secret.length >= leastLength))]
}

/** The value, or what is secret inside a key file that is given as its text (Google's, SAP's). */
function secretsOfField(name: string, value: string): string[] {
  if (isPlace(value)) return []
  const inside = value.trimStart().startsWith('{') ? parseJson(value) : undefined
  if (isRecord(inside)) return secretsInside(inside)
  return isSecretField(name) ? [value] : []
}

function secretsInside(file: JsonRecord): string[] {
  return Object.entries(file).flatMap(([name, value]) => {
    if (isRecord(value)) return secretsInside(value)
    return typeof value === 'string' && isSecretField(name) && !/^https?:/.test(value) ? [value] : []
  })
}

/** Where a secret lies is what a reader has to know: paths, and LiteLLM's references to identity tokens. */
const isPlace = (value: string): boolean => /^(?:oidc\/|\.{0,2}\/)/.test(value)

/** JSON text with `...` and the last four characters in the place of each secret; still JSON. */
export function hideInJson(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => {
    const written = JSON.stringify(secret).slice(1, -1)
    // the last characters of a key in PEM are the same for all, and may be half of an escape
    return rest.replaceAll(written, written === secret ? `...${secret.slice(-4)}` : '...')
  }, text)
}

/** The failure with `...` (headers hold ASCII) and the last four characters in the place of each secret. */
export function hideKeys(failure: Failure, secrets: readonly string[]): Failure {
  const text = JSON.stringify([failure.message, failure.param, failure.code, failure.headers, failure.body ?? null])
  const shown = hideInJson(text, secrets)
  if (shown === text) return failure
  const [message, param, code, headers, body]: [string, string | null, string | null, Failure['headers'], unknown] = JSON.parse(shown)
  return { ...failure, message, param, code, headers, ...(failure.body !== undefined && { body }) }
}
