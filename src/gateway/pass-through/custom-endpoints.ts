/** `general_settings.pass_through_endpoints`: paths of the operator's own, looked up for each request, so that they come and go with the config. */

import { GatewayError, notFound } from '../errors.js'
import type { GatewayRequest } from '../exchange.js'
import type { GatewayCall, ListedPath, Method, Terms } from '../route.js'
import type { Serving } from '../serving.js'
import type { PassThrough } from '../settings.js'
import { forward } from './forward.js'
import { callerHeaders, callerQuery, lengthOf, streamed } from './from-caller.js'
import { cleanRest, withQuery, writtenPath } from './location.js'
import { checkModel, isLimited, readModelsOf } from './model-access.js'
import { noteAnswer } from './note-answer.js'
import { bodyOf, readWhole } from './read-body.js'
import { keysIn } from './without-keys.js'

/** The endpoint of the config that answers to a request, and what the path says below it. Throws a 404 or 405 where there is none. */
export function findCustom(request: GatewayRequest, { settings }: Serving): { readonly endpoint: PassThrough; readonly rest: string } {
  const { path } = writtenPath(request.originalUrl, settings.rootPath)
  const fitting = settings.passThrough.filter((each) => restBelow(each, path) !== undefined)
  const [longest] = fitting.toSorted((a, b) => b.path.length - a.path.length)
  if (longest === undefined) throw notFound(`there is no ${request.method} ${path} here; GET /routes lists what there is`)
  const endpoint = fitting.find((each) => each.path.length === longest.path.length && takes(each, request.method))
  if (endpoint === undefined)
    throw new GatewayError(
      405,
      'invalid_request_error',
      `${longest.path} does not take ${request.method}; it takes ${longest.methods?.join(', ')}`,
    )
  return { endpoint, rest: restBelow(endpoint, path) ?? '' }
}

/** Who may call it. */
export function termsOf(endpoint: PassThrough): Terms {
  const { auth, keyHeader } = endpoint
  return { access: auth ? 'key' : 'public', keyHeader, path: listedPath(endpoint) }
}

/** The path as lists of routes have it, with what may stand below it. */
function listedPath({ path, includeSubpath }: PassThrough): string {
  const own = `/${path.replace(/^\/+|\/+$/g, '')}`
  return includeSubpath ? `${own === '/' ? '' : own}/*` : own
}

/** '' for the path itself, `/more` for what stands below it, undefined for another path. */
function restBelow({ path, includeSubpath }: PassThrough, asked: string): string | undefined {
  const own = `/${path.replace(/^\/+|\/+$/g, '')}`
  if (asked === own || asked === `${own}/`) return ''
  return includeSubpath && asked.startsWith(own === '/' ? own : `${own}/`) ? asked.slice(own === '/' ? 0 : own.length) : undefined
}

/** A HEAD asks for the same as its GET. */
function takes({ methods }: PassThrough, method: string): boolean {
  return methods === undefined || methods.includes(method) || (method === 'HEAD' && methods.includes('GET'))
}

/** Endpoints of the config as lists of routes show them. */
export function listedEndpoints({ settings }: Serving, method: Method): readonly ListedPath[] {
  return settings.passThrough
    .filter((endpoint) => takes(endpoint, method))
    .map((endpoint) => ({
      path: listedPath(endpoint),
      method,
      access: endpoint.auth ? 'key' : 'public',
      summary: 'Passed through to where the config says.',
    }))
}

/** Headers that say what a body is; they always go on. */
const ofTheBody = ['content-type', 'content-encoding', 'accept'] as const

/** Passes a request through to the target of the config. Host and path in front of the rest are the operator's alone. */
export async function toCustom(call: GatewayCall): Promise<void> {
  const { request, serving } = call
  const { endpoint, rest: written } = findCustom(request, serving)
  const rest = cleanRest(written)
  const name = endpoint.path
  const { query } = writtenPath(request.originalUrl, serving.settings.rootPath)
  const url = withQuery(
    rest === '' ? endpoint.target : below(endpoint.target, rest),
    callerQuery(call, query, { keyHeader: endpoint.keyHeader, defaults: endpoint.defaultQuery }),
  )
  const given = callerHeaders(call, endpoint.keyHeader)
  const kept = endpoint.forwardHeaders
    ? given
    : Object.fromEntries(ofTheBody.flatMap((each) => (given[each] === undefined ? [] : [[each, given[each]]])))
  const body = await readBody(call)
  const headers = { ...kept, ...lowered(endpoint.headers), ...lengthOf(call, body) }
  const { costNanoUsd } = endpoint
  await forward(call, {
    name,
    method: request.method,
    url,
    headers,
    body,
    keys: keysIn(
      Object.entries(lowered(endpoint.headers)).flatMap(([each, value]) => (ofTheBody.some((own) => own === each) ? [] : [value])),
    ),
    watch: (answer, told) => noteAnswer(call, answer, told, undefined, costNanoUsd),
  })
}

/** The target with the rest behind its path, whatever that ends with. */
function below(target: string, rest: string): string {
  const [base = '', query] = target.split('?')
  return base.replace(/\/+$/, '') + rest + (query === undefined ? '' : `?${query}`)
}

/** For a key that may call some models only, a body that names one is read. */
async function readBody(call: GatewayCall) {
  const source = bodyOf(call.request)
  if (source === undefined || !isLimited(call) || !/json/i.test(call.request.headers['content-type'] ?? '')) return streamed(call)
  const { models, unambiguous } = readModelsOf(await readWhole(source, call.serving.settings.maxBodyBytes))
  if (models.length > 0) checkModel(call, [], models)
  return unambiguous
}

function lowered(headers: { readonly [name: string]: string }): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
