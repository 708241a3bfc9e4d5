/** What is kept at a provider and found again by its id: whose it is, at which host, and how its answers are written. */
import { badRequest, notFound } from '../errors.js'
import { isObject, type RawObject } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import { chooseHost, type Host, hostAt, type Wish } from './host.js'
import { idsOf, type Kind, type Owner } from './managed-id.js'

/** Something kept: its host, its id there, and its owner. */
export type Kept = { readonly host: Host; readonly id: string; readonly owner: Owner }

/**
 * Finds what an id names. The ids of this gateway are for their owner and administrators; a provider's own id says nothing of
 * an owner, so that only administrators may use one, with `custom_llm_provider` where several providers are here. Rejects with
 * a 404 for everybody else's.
 */
export async function findKept(call: GatewayCall, given: string, kind: Kind, wish: Wish = wishOf(call)): Promise<Kept> {
  const ids = idsOf(call.serving)
  const read = ids.read(given, kind)
  const isOpen = kind === 'response' && call.serving.settings.openResponseIds
  if (read === 'forged') throw unknown(kind, given)
  if (read !== undefined) {
    if (!isOpen && !ids.mayUse(call.identity, read.owner)) throw unknown(kind, given)
    return { host: await hostAt(call.serving, read.place), id: read.id, owner: read.owner }
  }
  if (!isOpen && call.identity.role !== 'proxy_admin') throw unknown(kind, given)
  if (!/^[\w.-]{1,300}$/.test(given) || /^\.+$/.test(given)) throw unknown(kind, given)
  return { host: await chooseHost(call, wish), id: given, owner: ids.ownerOf(call.identity) }
}

function unknown(kind: Kind, given: string): Error {
  return notFound(`there is no ${kind} "${given.slice(0, 60)}${given.length > 60 ? '…' : ''}" for this key`)
}

/** Writes ids for what lies at this host and belongs to this owner. */
export function wrapper(call: GatewayCall, host: Host, owner: Owner): (id: string, kind: Kind) => string {
  const ids = idsOf(call.serving)
  return (id, kind) => ids.write({ kind, place: host.place, id, owner })
}

/** Members of what is shown that hold ids, or lists of them. */
const members: { readonly [K in Kind | 'checkpoint']: { readonly [name: string]: Kind } } = {
  file: { id: 'file' },
  batch: { id: 'batch', input_file_id: 'file', output_file_id: 'file', error_file_id: 'file' },
  response: { id: 'response', previous_response_id: 'response' },
  job: { id: 'job', training_file: 'file', validation_file: 'file', result_files: 'file' },
  checkpoint: { fine_tuning_job_id: 'job' },
}

/** An answer with managed ids; what is no text stays. */
export function shownAs(kind: keyof typeof members, answer: object, wrap: (id: string, kind: Kind) => string): object {
  const changed: { [name: string]: unknown } = { ...answer }
  for (const [name, of] of Object.entries(members[kind])) {
    const id = changed[name]
    const wrapped = (each: unknown) => (typeof each === 'string' && each !== '' ? wrap(each, of) : each)
    if (id !== undefined) changed[name] = Array.isArray(id) ? id.map(wrapped) : wrapped(id)
  }
  return changed
}

/** Where a request wants to go: by the path, a header, the query, the body. */
export function wishOf({ request }: GatewayCall, body: RawObject = {}): Wish {
  const query = isObject(request.query) ? request.query : {}
  const [first = ''] = (request.routeOptions.url ?? '').split('/').slice(1)
  const fromPath = namedProviders.includes(first) ? first : undefined
  const header = (name: string) => text(request.headers[name])
  return {
    provider:
      fromPath ??
      header('custom-llm-provider') ??
      header('x-litellm-custom-llm-provider') ??
      text(query.custom_llm_provider) ??
      text(query.provider) ??
      text(body.custom_llm_provider),
    model:
      oneModel(text(body.target_model_names) ?? text(query.target_model_names)) ??
      header('x-litellm-model') ??
      text(query.model) ??
      text(body.model),
  }
}

/** Providers whose files have paths of their own: `/openai/v1/files`. */
export const namedProviders: readonly string[] = ['openai', 'azure']

/** All spellings of a path. */
export function spellings(path: string): readonly string[] {
  return [path, `/v1${path}`, ...namedProviders.map((name) => `/${name}/v1${path}`)]
}

/** A file lies at one host: that of one model. */
function oneModel(names: string | undefined): string | undefined {
  if (names?.includes(',') === true)
    throw badRequest('target_model_names may name one model here: a file lies at the host of one', 'target_model_names')
  return names?.trim()
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A parameter of the path. */
export function parameter({ request: { params } }: GatewayCall, name: string): string {
  return isObject(params) ? String(params[name] ?? '') : ''
}

/** Query members that are for the gateway. */
const own: ReadonlySet<string> = new Set(['custom_llm_provider', 'provider', 'model', 'target_model_names', 'key', 'api-version'])

/** The query for the provider: what is the gateway's own is left out, and `after` is the provider's id. */
export function providerQuery({ request }: GatewayCall, changed: { readonly [name: string]: string } = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(isObject(request.query) ? request.query : {}))
    for (const each of Array.isArray(value) ? value : [value]) if (!own.has(name) && typeof each === 'string') query.append(name, each)
  for (const [name, value] of Object.entries(changed)) query.set(name, value)
  return query.toString()
}
