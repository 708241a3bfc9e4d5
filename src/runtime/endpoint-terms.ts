/** What each endpoint is called in messages, and which modes of models it takes. */
import type { Mode, Plan } from '../plan/plan.js'
import type { Failure } from '../protocol/failure.js'
import type { Endpoint } from '../providers/adapter.js'
import { badRequest } from './call-failures.js'

/** How messages call an endpoint. */
export const endpointNames: { readonly [E in Endpoint]: string } = {
  chat: 'chat',
  completions: 'text completions',
  embeddings: 'embeddings',
  images: 'image generation',
  imageEdits: 'image editing',
  transcriptions: 'transcription',
  translations: 'translation of speech',
  speech: 'speech',
  moderations: 'moderation',
  rerank: 'reranking',
  responses: 'responses',
  tokens: 'token counting',
}

/** Modes that an endpoint takes, its own first. The types of the client say the same. */
const modesOf: { readonly [E in Endpoint]: readonly Mode[] } = {
  chat: ['chat', 'responses'],
  completions: ['completion', 'chat'],
  embeddings: ['embedding'],
  images: ['image_generation'],
  imageEdits: ['image_edit', 'image_generation'],
  transcriptions: ['audio_transcription'],
  translations: ['audio_transcription'],
  speech: ['audio_speech'],
  moderations: ['moderation'],
  rerank: ['rerank'],
  responses: ['responses', 'chat'],
  tokens: ['chat', 'responses', 'completion'],
}

/** Most names that a message lists. */
const mostNames = 8

/** True where models of this mode answer the endpoint. */
export function takesMode(endpoint: Endpoint, mode: Mode): boolean {
  return modesOf[endpoint].includes(mode)
}

/** The model is of a mode that the endpoint does not take. Names those of the config that it does take. */
export function wrongMode(plan: Plan, endpoint: Endpoint, name: string, mode: Mode): Failure {
  const fitting = plan.groups.filter((group) => takesMode(endpoint, group.mode)).map((group) => `"${group.name}"`)
  const [own] = modesOf[endpoint]
  const known =
    fitting.length === 0
      ? 'The config has no model for it.'
      : `Models of the config for it: ${fitting.slice(0, mostNames).join(', ')}${fitting.length > mostNames ? ', …' : ''}.`
  const message = `"${name}" is a model of the mode ${mode}, which does not answer ${endpointNames[endpoint]}. ${known} If this one does, set its model_info.mode to ${own} and run llmgen again.`
  return badRequest({ provider: '', model: name }, 'model', message, 'wrong_model_mode')
}
