/** One request to a provider's own API: checked, given the provider's credential, and sent on. */
import type { Readable } from 'node:stream'
import { readKey } from '../read-key.js'
import { isObject } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import { authorised, isSigned } from './authorise.js'
import { forward } from './forward.js'
import { sentHeaders } from './headers.js'
import { isOpenAi } from './host.js'
import { afterFirst, checkRest, joined, sentQuery, withQuery, writtenPath } from './location.js'
import { checkKept, checkModel, isLimited, modelOfPath, notedModel, readModelOf } from './model-access.js'
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
  const rest = afterFirst(path)
  checkRest(rest)
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
      watch: (answer, told) => noteAnswer(call, answer, told, undefined),
    })
  }
  const door = await openProvider(serving, name)
  checkKept(call, isOpenAi(door) || door.adapter.format.startsWith('azure'), rest)
  const body = await readBody(call, door, rest)
  const place = providerPlace(door, rest)
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
  const { model, unambiguous } = readModelOf(bytes)
  checkModel(call, names, [fromPath, model])
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
export function callerQuery(call: GatewayCall, query: string, defaults: { readonly [name: string]: string } = {}): string {
  const key = presentedKey(call)
  const isGoogle = call.serving.settings.keyHeader === undefined && /^\/(gemini|vertex)/.test(call.request.url)
  return sentQuery(query, (name, value) => (isGoogle && name === 'key') || (key !== undefined && value === key), defaults)
}

function presentedKey({ request, serving }: GatewayCall, own?: string): string | undefined {
  const query = isObject(request.query) && typeof request.query.key === 'string' ? request.query.key : undefined
  return readKey(request.headers, { only: serving.settings.keyHeader, query, own })
}

function binaryOf({ serving }: GatewayCall, { adapter }: ProviderDoor) {
  const { createDecoder } = adapter
  return createDecoder === undefined ? undefined : () => createDecoder(serving.engine.crypto)
}
