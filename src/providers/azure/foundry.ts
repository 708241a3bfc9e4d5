/** Addresses of Azure AI Foundry: one resource has a door for each format. Sources: its REST reference and LiteLLM's `azure_ai`. */
import type { Endpoint, EndpointCodec, Target } from '../adapter.js'

/** Version of the models door where the config names none; the door refuses requests without one. */
const modelsVersion = '2024-05-01-preview'

const hostOf = (url: string): string => /^https?:\/\/([^/?#:]+)/i.exec(url)?.[1]?.toLowerCase() ?? ''

/** True for hosts that take a key as `api-key`; the others take it as a bearer token. */
export function foundryKey(baseUrl: string): boolean {
  return /\.(?:services\.ai|openai)\.azure\.com$/.test(hostOf(baseUrl))
}

/** The address without the door that the config wrote behind the resource, and the query. */
export function foundryBase(baseUrl: string): { readonly base: string; readonly query: string } {
  const [address = '', query = ''] = baseUrl.split('?')
  const base = address.replace(/\/+$/, '')
  const isFoundry = hostOf(base).endsWith('.services.ai.azure.com')
  return { base: isFoundry ? base.replace(/\/models(?:\/(?:chat\/completions|embeddings))?$/, '') : base, query }
}

/** OpenAI's format below `/models`, with a version; serverless endpoints have it right below their address. */
export function modelsPlace(target: Target): string {
  return placed(target, '/models', modelsVersion)
}

/** OpenAI's own operations below `/openai/v1`, for what the models door does not have. */
export function openAiPlace(target: Target): string {
  return placed(target, '/openai/v1', 'preview')
}

/** An address that names a door of its own stays; `usual` is the version where neither config nor address says one. */
function placed(target: Target, door: string, usual: string): string {
  const { base, query } = foundryBase(target.baseUrl)
  const isBare = hostOf(base).endsWith('.services.ai.azure.com') && !/\/openai(?:\/|$)/.test(base)
  const version = target.apiVersion ?? target.settings.api_version ?? (isBare ? usual : undefined)
  const isNamed = /(?:^|&)api-version=/.test(query)
  const search = [query, isNamed || version === undefined ? '' : `api-version=${encodeURIComponent(version)}`].filter((one) => one !== '')
  return `${base}${isBare ? door : ''}${search.length === 0 ? '' : `?${search.join('&')}`}`
}

/** Anthropic's Messages API. */
export function claudePlace(target: Target): string {
  const { base } = foundryBase(target.baseUrl)
  return /\/anthropic(?:\/|$)/.test(base) || base.endsWith('/v1/messages') ? base : `${base}/anthropic`
}

/** A codec whose requests go to the place that is found for the target. */
export function atPlace<E extends Endpoint>(codec: EndpointCodec<E>, place: (target: Target) => string): EndpointCodec<E> {
  return { ...codec, toRequest: (call, target) => codec.toRequest(call, { ...target, baseUrl: place(target) }) }
}
