/** Where a credential of Google Cloud lies: in the config, in a file it names, or where gcloud leaves one. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { Target, TokenPorts } from '../adapter.js'
import { targetName } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson } from '../shared/json.js'
import { signInFailure } from '../shared/oauth.js'
import { readText } from '../shared/oauth-assertion.js'

/** The one scope that Vertex AI asks for. */
export const cloudScope = 'https://www.googleapis.com/auth/cloud-platform'

/** A credential as JSON, and where it was found. */
export type KeyFile = { readonly json: JsonRecord; readonly place: string }

/** `vertex_credentials` (a path or JSON), then Google's own places; undefined where there is no file at all. */
export async function findKeyFile(given: string | undefined, target: Target, ports: TokenPorts): Promise<Outcome<KeyFile> | undefined> {
  if (given !== undefined) {
    if (given.trimStart().startsWith('{')) return parsed(given, 'vertex_credentials', target)
    return readKeyFile(given, target, ports)
  }
  const named = ports.env('GOOGLE_APPLICATION_CREDENTIALS')
  if (named !== undefined) return readKeyFile(named, target, ports)
  const usual = gcloudFile(ports)
  if (usual === undefined || ports.readFile === undefined) return undefined
  const text = await ports.readFile(usual).catch(() => undefined) // not there: this machine never ran gcloud
  return text === undefined ? undefined : parsed(text, usual, target)
}

async function readKeyFile(path: string, target: Target, ports: TokenPorts): Promise<Outcome<KeyFile>> {
  const text = await readText(path, target, ports)
  return isFault(text) ? text : parsed(text, path, target)
}

function gcloudFile({ env }: TokenPorts): string | undefined {
  const name = 'application_default_credentials.json'
  const folder = env('CLOUDSDK_CONFIG')
  if (folder !== undefined) return `${folder}/${name}`
  const data = env('APPDATA')
  if (data !== undefined) return `${data}/gcloud/${name}`
  const home = env('HOME')
  return home === undefined ? undefined : `${home}/.config/gcloud/${name}`
}

function parsed(text: string, place: string, target: Target): Outcome<KeyFile> {
  const json = parseJson(text)
  if (isRecord(json)) return { json, place }
  return failed(target, `the credential in ${place} is not JSON. Google Cloud's key files begin with { and name their "type"`)
}

/** Why a secret or a token may not be sent to the address that a key file names, or undefined: only TLS, or this machine itself. */
export function exposed(url: string, { place }: KeyFile, target: Target): Fault | undefined {
  if (/^https:\/\/[^/?#@\\]+(?:[/?#]|$)/i.test(url)) return undefined
  if (/^http:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?(?:\/|$)/i.test(url)) return undefined
  return failed(
    target,
    `the credential in ${place} names ${JSON.stringify(url.slice(0, 100))} as a token service, which is no https address`,
  )
}

/** Google Cloud's domain, or that of a sovereign cloud that Google runs for others. Source: the key files' `universe_domain`. */
export function universeOf({ universe_domain: domain }: JsonRecord): string {
  return typeof domain === 'string' && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(domain) ? domain : usualUniverse
}

/** Domain of Google Cloud itself. */
export const usualUniverse = 'googleapis.com'

/** An `authentication` failure of this sign-in. */
export function failed(target: Target, why: string): Fault {
  return { failure: signInFailure(target, `${targetName(target)}: signing in: ${why}.`) }
}
