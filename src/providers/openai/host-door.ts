/** Where the endpoints beyond chat and embeddings are: below the base URL as OpenAI has them, or where the host's row says. */
import type { ServedEndpoint } from '../../plan/endpoint-quirks.js'
import type { Target } from '../adapter.js'
import { besideChat } from './url.js'

/** Finds the address of an endpoint; also names the target anew where the model id only hints at something (Azure). */
export type Door = (target: Target, endpoint: ServedEndpoint) => { readonly target: Target; readonly url: string }

/** OpenAI's paths. */
export const operations: { readonly [E in ServedEndpoint]: string } = {
  completions: 'completions',
  images: 'images/generations',
  imageEdits: 'images/edits',
  transcriptions: 'audio/transcriptions',
  translations: 'audio/translations',
  speech: 'audio/speech',
  moderations: 'moderations',
  rerank: 'rerank',
}

/** The door of every host but Azure. */
export const hostDoor: Door = (target, endpoint) => ({ target, url: hostUrl(target, endpoint) })

/** A base that already names the operation stays. */
function hostUrl({ baseUrl, model, provider }: Target, endpoint: ServedEndpoint): string {
  const { quirks } = provider
  const own = quirks.endpoints?.[endpoint]
  const [address = '', query] = baseUrl.split('?')
  const base = moved(address.replace(/\/+$/, ''), own?.origin)
  const operation = (own?.path ?? besideChat(quirks.chatPath ?? '', operations[endpoint])).replace('{model}', () => modelPath(model))
  const url = base.endsWith(`/${operation.replace(/^\/+/, '')}`) ? base : joined(base, operation, quirks.addV1 === true)
  return query === undefined ? url : `${url}?${query}`
}

function moved(base: string, origin: readonly [string, string] | undefined): string {
  return origin !== undefined && originOf(base) === origin[0] ? origin[1] + base.slice(origin[0].length) : base
}

function joined(base: string, path: string, addV1: boolean): string {
  if (path.startsWith('/')) return originOf(base) + path
  return `${addV1 && base === originOf(base) ? `${base}/v1` : base}/${path}`
}

const originOf = (url: string): string => /^https?:\/\/[^/]*/.exec(url)?.[0] ?? url

/** Slashes of a model id are part of the path. */
const modelPath = (model: string): string => model.split('/').map(encodeURIComponent).join('/')
