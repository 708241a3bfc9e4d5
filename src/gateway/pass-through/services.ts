/** Services that are no model providers and have a pass-through in LiteLLM: their hosts, and how they take a key. */
import type { Environment } from '../../runtime/settings.js'
import { GatewayError } from '../errors.js'
import { keysIn } from './without-keys.js'

type Service = {
  readonly base: string
  readonly baseVariable?: string
  /** Variables that hold the credential. */
  readonly variables: readonly string[]
  header(values: readonly string[]): readonly [string, string]
}

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
const bare = ([key = '']: readonly string[]) => ['authorization', key] as const

/** Source: the references of each. */
const services: ReadonlyMap<string, Service> = new Map<string, Service>([
  ['assemblyai', { base: 'https://api.assemblyai.com', variables: ['ASSEMBLYAI_API_KEY'], header: bare }],
  ['eu.assemblyai', { base: 'https://api.eu.assemblyai.com', variables: ['ASSEMBLYAI_API_KEY'], header: bare }],
  ['cursor', { base: 'https://api.cursor.com', variables: ['CURSOR_API_KEY'], header: ([key = '']) => ['authorization', basic(key, '')] }],
  [
    'langfuse',
    {
      base: 'https://cloud.langfuse.com',
      baseVariable: 'LANGFUSE_HOST',
      variables: ['LANGFUSE_PUBLIC_KEY', 'LANGFUSE_SECRET_KEY'],
      header: ([user = '', password = '']) => ['authorization', basic(user, password)],
    },
  ],
])

/** Names of the services. */
export const serviceNames: readonly string[] = [...services.keys()]

export function isService(name: string): boolean {
  return services.has(name)
}

/** Base, header and keys of a service; undefined for what is none. Throws a 401 where its key is not set. */
export function findService(
  name: string,
  env: Environment,
): { readonly base: string; readonly header: readonly [string, string]; readonly keys: readonly string[] } | undefined {
  const service = services.get(name)
  if (service === undefined) return undefined
  const values = service.variables.map((variable) => env(variable) ?? '')
  const missing = service.variables.filter((_, index) => values[index] === '')
  if (missing.length > 0)
    throw new GatewayError(401, 'authentication_error', `${name} cannot be called from this gateway: set ${missing.join(' and ')}`)
  const base = (service.baseVariable === undefined ? undefined : env(service.baseVariable)) ?? service.base
  const header = service.header(values)
  return { base: base.replace(/\/+$/, ''), header, keys: keysIn([header[1], ...values]) }
}
