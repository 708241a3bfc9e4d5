/** `/responses/{id}`: responses that a provider keeps, for whoever made them. */
import { servesResponses } from '../../plan/serves-responses.js'
import { notFound } from '../errors.js'
import { handBack } from '../pass-through/forward.js'
import { ask, askJson, errorOf, isOpenAi } from '../pass-through/host.js'
import { findKept, type Kept, parameter, providerQuery, shownAs, wrapper } from '../pass-through/kept-things.js'
import { renaming } from '../pass-through/renaming.js'
import { isObject } from '../request-body.js'
import type { GatewayCall, Method, Route } from '../route.js'
import { sendKept } from './files.js'

const rules = { access: 'key', callType: 'aresponses', errors: 'openai', tags: ['responses'] } as const

export const showResponse = stored('GET', '', 'Shows a response that the provider keeps.')
export const deleteResponse = stored('DELETE', '', 'Deletes a response that the provider keeps.')
export const cancelResponse = stored('POST', '/cancel', 'Cancels a response that runs in the background.')
export const responseItems = stored('GET', '/input_items', 'Lists what a response was made from.')

function stored(method: Method, operation: string, summary: string): Route {
  const path = `/responses/:response_id${operation}`
  return { ...rules, method, paths: [path, `/v1${path}`], summary, handle: (call) => answer(call, method, operation) }
}

async function answer(call: GatewayCall, method: Method, operation: string): Promise<void> {
  const kept = await findKept(call, parameter(call, 'response_id'), 'response')
  requireStore(kept)
  const question = { method, path: `/responses/${encodeURIComponent(kept.id)}${operation}`, query: providerQuery(call) }
  if (isStreamed(call)) return streamed(call, kept, question)
  const found = await askJson(call, kept.host, question)
  sendKept(call, operation === '/input_items' ? found : shownAs('response', found, wrapper(call, kept.host, kept.owner)))
}

/** Only hosts that serve the Responses API themselves keep what they answered. */
function requireStore({ host: { door } }: Kept): void {
  const { provider } = door.ready.target
  if (isOpenAi(door) && (servesResponses(provider) || door.adapter.format.endsWith('responses'))) return
  throw notFound(`${provider.name} keeps no responses: this one was given to the caller and nowhere stored`)
}

function isStreamed({ request }: GatewayCall): boolean {
  return isObject(request.query) && request.query.stream === 'true'
}

/** The events of a response again, under the ids that the caller knows. */
async function streamed(call: GatewayCall, kept: Kept, question: Parameters<typeof ask>[2]): Promise<void> {
  const found = await ask(call, kept.host, question)
  if (found.status >= 400) throw await errorOf(call, kept.host, found)
  const id = wrapper(call, kept.host, kept.owner)(kept.id, 'response')
  const { body } = found
  const renamed = body.pipe(renaming(kept.id, id))
  body.once('error', (error) => renamed.destroy(error))
  renamed.once('close', () => body.destroy())
  call.notes.facts.streamed = true
  const { 'content-length': _length, ...headers } = found.headers
  await handBack(call, { ...found, headers, body: renamed }, kept.host.door.provider)
}
