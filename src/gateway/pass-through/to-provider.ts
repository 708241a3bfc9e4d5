/** One request to a provider's own API: checked, given the provider's credential, and sent on. */
import type { Readable } from 'node:stream'
import type { GatewayCall } from '../route.js'
import { authorised, isSigned, signedTarget } from './authorise.js'
import { forward } from './forward.js'
import { callerHeaders, callerQuery, lengthOf, streamed } from './from-caller.js'
import { isOpenAi, secretsAt } from './host.js'
import { afterFirst, cleanRest, joined, withQuery, writtenPath } from './location.js'
import { checkKept, checkModel, isLimited, modelOfPath, notedModel, readModelsOf } from './model-access.js'
import { noteAnswer } from './note-answer.js'
import { providerPlace } from './provider-base.js'
import { openProvider, type ProviderDoor, providerNamesOf } from './provider-door.js'
import { bodyOf, readWhole } from './read-body.js'
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

function binaryOf({ serving }: GatewayCall, { adapter }: ProviderDoor) {
  const { createDecoder } = adapter
  return createDecoder === undefined ? undefined : () => createDecoder(serving.engine.crypto)
}
