/** Addresses on Vertex AI: hosts by place, resources by project, and who publishes a model. */
import type { Fault } from '../../protocol/failure.js'
import type { Call, Endpoint, EndpointCodec, Target } from '../adapter.js'
import type { ModelUrl } from '../gemini/url.js'
import { badRequest } from '../shared/failure.js'
import { segments } from '../shared/path-segments.js'

/** Setting that the sign-in gives where an API key stands in the place of project and sign-in (express mode). */
export const expressSetting = 'vertex_express'

/** Setting that the sign-in gives where the key file belongs to another universe than Google's own cloud. */
export const universeSetting = 'vertex_universe'

const usualPlace = 'us-central1'

/** Where the model runs. Differs: LiteLLM sends models that are only served globally there whatever the config says; here the config wins. */
export function placeOf({ settings, model }: Target): string {
  const own = settings.vertex_location ?? settings.vertex_ai_location
  return own ?? (/(^|\/)gemini-[3-9]/.test(model) ? 'global' : usualPlace)
}

function projectOf({ settings }: Target): string | undefined {
  return settings.vertex_project ?? settings.vertex_ai_project
}

/** `global` has the bare host, `us` and `eu` are multi-regions, every other place a host of its own. */
function hostOf(place: string, universe = 'googleapis.com'): string {
  if (place === 'global') return `https://aiplatform.${universe}`
  if (place === 'us' || place === 'eu') return `https://aiplatform.${place}.rep.${universe}`
  return `https://${place}-aiplatform.${universe}`
}

/** `v1`, unless the config says otherwise: `api_version`, the provider `vertex_ai_beta`, or what the method needs. */
function versionOf({ apiVersion, provider }: Target, needed: 'v1' | 'v1beta1'): string {
  return apiVersion ?? (provider.name === 'vertex_ai_beta' ? 'v1beta1' : needed)
}

/**
 * Address of a path below the project and place. A base of one's own may end at the host, with a prefix, or with the
 * version; LiteLLM's gateways that name the whole resource get the method only.
 */
export function vertexUrl(target: Target, path: string, needed: 'v1' | 'v1beta1' = 'v1'): string {
  const place = placeOf(target)
  const base = target.baseUrl.includes('{location}') ? hostOf(place, target.settings[universeSetting]) : target.baseUrl.replace(/\/+$/, '')
  const method = /:[A-Za-z]+$/.exec(path)?.[0] ?? ''
  if (/\/(models|endpoints)\/[^/]+$/.test(base)) return `${base}${method}`
  const versioned = /\/v1(beta1)?$/.test(base) ? base : `${base}/${versionOf(target, needed)}`
  const project = projectOf(target)
  if (project === undefined && target.settings[expressSetting] !== undefined) return `${versioned}/${path}`
  return `${versioned}/projects/${encodeURIComponent(project ?? '')}/locations/${place}/${path}`
}

/** `publishers/google/models/…`, or `endpoints/…` for a tuned or deployed model: LiteLLM's `gemini/ID`, and an id of digits only. */
function modelPath(model: string): string {
  const tuned = /^(?:gemini\/)?(\d+)$/.exec(model)?.[1]
  if (tuned !== undefined) return `endpoints/${tuned}`
  const whole = /^(?:publishers|endpoints)\//.test(model)
  const name = model.replace(/^(?:gemini|google)\/(?=.)/, '')
  return whole ? segments(model) : `publishers/google/models/${segments(name)}`
}

/** Where a method of a Gemini or embedding model lives. */
export const googleUrl: ModelUrl = (target, method) => vertexUrl(target, `${modelPath(target.model)}:${method}`)

/** The codec, refusing targets of which nobody knows the project, and places that are none: they are part of the host. */
export function placed<E extends Endpoint, C extends EndpointCodec<E>>(codec: C): C {
  const toRequest: EndpointCodec<E>['toRequest'] = (call: Call<E>, target: Target) => withoutPlace(target) ?? codec.toRequest(call, target)
  return { ...codec, toRequest }
}

function withoutPlace(target: Target): Fault | undefined {
  const place = placeOf(target)
  if (!/^[a-z0-9-]+$/.test(place)) return badRequest(target, `${JSON.stringify(place)} is no location of Google Cloud`, 'vertex_location')
  const isNamed = /\/(models|endpoints)\/[^/]+$/.test(target.baseUrl)
  if (projectOf(target) !== undefined || target.settings[expressSetting] !== undefined || isNamed) return undefined
  const advice = 'Set vertex_project in litellm_params, or the variable VERTEXAI_PROJECT; a service account key brings its own project'
  return badRequest(target, `the Google Cloud project is not known. ${advice}`, 'vertex_project')
}
