/** One request to a provider's own API: checked, given the provider's credential, and sent on. */
import type { Readable } from 'node:stream'
import { readKey } from '../read-key.js'
import { isObject } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import { authorised, isSigned, signedTarget } from './authorise.js'
import { forward } from './forward.js'
import { sentHeaders } from './headers.js'
import { isOpenAi, secretsAt } from './host.js'
import { afterFirst, cleanRest, joined, sentQuery, withQuery, writtenPath } from './location.js'
import { checkKept, checkModel, isLimited, modelOfPath, notedModel, readModelsOf } from './model-access.js'
import { noteAnswer } from './note-answer.js'
import { providerPlace } from './provider-base.js'
import { openProvider, type ProviderDoor, providerNamesOf } from './provider-door.js'
import { bodyOf, limited, readWhole } from './read-body.js'
import { findService, isService } from './services.js'

/** True for the name of something that requests are passed through to. */
export function isPassedTo(name: string): boolean {
  return isService(name) || providerNamesOf(name).length > 0
}

/** Passes a request through to the provider of this name. Rejects with what the path, the key or the network refuses. */
export async function toProvider(call: GatewayCall, name: string): Promise<void> {
  const { request, serving } = call
  const { path, query } = writtenPath(request.originalUrl, serving.settings.rootPath)
  const rest = cleanRest(afterFirst(path))
  const service = findService(name, serving.env)
  if (service !== undefined) {
    checkModel(call, [name], [])
    const url = withQuery(joined(service.base, rest), callerQuery(call, query))
    const headers = { ...callerHeaders(call), [service.header[0]]: service.header[1] }
    const body = streamed(call)
    return forward(call, {
      name,
      method: request.method,
      url,
      headers: { ...headers, ...lengthOf(call, body) },
      body,
      keys: service.keys,
      watch: (answer, told) => noteAnswer(call, answer, told, undefined),
    })
  }
  const door = await openProvider(serving, name)
  checkKept(call, isOpenAi(door) || door.adapter.format.startsWith('azure'), rest)
  const body = await readBody(call, door, rest)
  const place = providerPlace(await signedTarget(serving, door), rest)
  const url = withQuery(joined(place.base, place.rest, place.isProviders), callerQuery(call, query))
  const signed = body instanceof Uint8Array ? body : undefined
  const headers = await authorised(serving, door, { method: request.method, url, headers: callerHeaders(call), body: signed })
  const prices = { costs: door.costs, price: door.price, binary: binaryOf(call, door) }
  await forward(call, {
    name,
    method: request.method,
    url,
    headers: { ...headers, ...lengthOf(call, body) },
    body,
    keys: secretsAt(serving, door),
    watch: (answer, told) => noteAnswer(call, answer, told, prices),
  })
}

/** The body as it goes out. JSON is held, so that its model is known; so is what is signed; anything else flows by. */
async function readBody(call: GatewayCall, door: ProviderDoor, rest: string): Promise<Uint8Array | Readable | null> {
  const names = [door.provider, ...providerNamesOf(door.provider)]
  const fromPath = modelOfPath(rest)
  const isJson = /^application\/(?:[\w.-]+\+)?json/i.test(call.request.headers['content-type'] ?? '')
  const source = bodyOf(call.request)
  if (source === undefined || !(isJson || isSigned(door))) {
    checkModel(call, names, [fromPath])
    return streamed(call)
  }
  const bytes = await readWhole(source, call.serving.settings.maxBodyBytes)
  if (!isLimited(call)) {
    checkModel(call, names, [fromPath ?? notedModel(bytes)])
    return bytes
  }
  const { models, unambiguous } = readModelsOf(bytes)
  checkModel(call, names, [fromPath, ...models])
  return unambiguous
}

/** The body as it comes, unread. */
export function streamed(call: GatewayCall): Readable | null {
  const body = bodyOf(call.request)
  return body === undefined ? null : limited(body, call.serving.settings.maxStreamBytes)
}

/** A body that is not touched is as long as its sender said. */
export function lengthOf({ request }: GatewayCall, body: Uint8Array | Readable | null): { readonly [name: string]: string } {
  const length = request.headers['content-length']
  return body === null || body instanceof Uint8Array || length === undefined ? {} : { 'content-length': length }
}

/** The caller's headers without its key. */
export function callerHeaders(call: GatewayCall, more?: string): { readonly [name: string]: string } {
  const { keyHeader } = call.serving.settings
  return sentHeaders(call.request.headers, presentedKey(call, more), [keyHeader, more])
}

/** The caller's query without its key: Google's clients send it as `key`. */
export function callerQuery(
  call: GatewayCall,
  query: string,
  { keyHeader, defaults = {} }: { readonly keyHeader?: string | undefined; readonly defaults?: { readonly [name: string]: string } } = {},
): string {
  const key = presentedKey(call, keyHeader)
  const isGoogle = isGoogles(call)
  return sentQuery(query, (name, value) => (isGoogle && name === 'key') || (key !== undefined && value.includes(key)), defaults)
}

/** Shorter words may stand anywhere: where no key is needed, clients present one like `x`. */
const leastLength = 8

/** The key by which the caller was let in, or would have been; `own` is a header beside the usual ones. */
function presentedKey(call: GatewayCall, own?: string): string | undefined {
  const { request, serving, identity } = call
  const query = isGoogles(call) && isObject(request.query) && typeof request.query.key === 'string' ? request.query.key : undefined
  const key = readKey(request.headers, { only: serving.settings.keyHeader, query, own })
  return identity.kind === 'open' && key !== undefined && key.length < leastLength ? undefined : key
}

/** True on routes that Google's clients call, whatever spelling of them was asked for. */
function isGoogles({ request }: GatewayCall): boolean {
  return /^\/(gemini|vertex)/.test(request.routeOptions.url ?? '')
}

function binaryOf({ serving }: GatewayCall, { adapter }: ProviderDoor) {
  const { createDecoder } = adapter
  return createDecoder === undefined ? undefined : () => createDecoder(serving.engine.crypto)
}
