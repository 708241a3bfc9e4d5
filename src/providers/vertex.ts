/** Any model of Vertex AI, for deployments whose model is known at the call only (wildcards, `model` from the environment). */
import { vertexFamily } from '../plan/vertex-family.js'
import type { Adapter, Endpoint, EndpointCodec, StreamCodec, Target } from './adapter.js'
import { fault, targetName } from './shared/failure.js'
import { googleAuthorize, googleSignIn } from './vertex/authorize.js'
import { vertexEmbeddings } from './vertex/embeddings.js'
import { placed } from './vertex/url.js'
import { vertexAnthropic } from './vertex-anthropic.js'
import { vertexGemini } from './vertex-gemini.js'
import { vertexOpenai } from './vertex-openai.js'

const adapters = { 'vertex-gemini': vertexGemini, 'vertex-anthropic': vertexAnthropic, 'vertex-openai': vertexOpenai }
const adapterOf = ({ model }: Target): Adapter => adapters[vertexFamily(model)]

// biome-ignore lint/suspicious/noExplicitAny: each codec's state is its own and only handed back to it
type ChatState = { readonly codec: StreamCodec<'chat', any>; readonly state: unknown }

const stream: StreamCodec<'chat', ChatState> = {
  start(call, target) {
    const codec = chatOf(target).stream
    if (codec === undefined) throw new Error('llmgen bug: a chat codec of Vertex AI does not stream')
    return { codec, state: codec.start(call, target) }
  },
  fromEvent: ({ codec, state }, event) => codec.fromEvent(state, event),
  end: ({ codec, state }) => codec.end(state),
  isDone: ({ codec, state }) => codec.isDone(state),
}

const chat: EndpointCodec<'chat', ChatState> = {
  toRequest: (call, target) => chatOf(target).toRequest(call, target),
  fromResponse: (reply, call, target) => chatOf(target).fromResponse(reply, call, target),
  stream,
}

const { later = {} } = vertexGemini

/** Adapter of the format `vertex`: chat of every model; what else there is, of Google's own models. */
export const vertex: Adapter = {
  format: 'vertex',
  framing: 'sse',
  endpoints: { chat, embeddings: ofGoogle('embeddings', placed(vertexEmbeddings)) },
  later: {
    images: loaded('images'),
    imageEdits: loaded('imageEdits'),
    speech: loaded('speech'),
    transcriptions: loaded('transcriptions'),
    translations: loaded('translations'),
    rerank: loaded('rerank'),
    tokens: loaded('tokens'),
  },
  laterSignIn: googleSignIn,
  cannotFetch: (url, target) => adapterOf(target).cannotFetch?.(url, target) === true,
  authorize: googleAuthorize,
  toFailure: (failure, target, now) => adapterOf(target).toFailure(failure, target, now),
}

function chatOf(target: Target): EndpointCodec<'chat'> {
  const codec = adapterOf(target).endpoints.chat
  if (codec === undefined) throw new Error('llmgen bug: a format of Vertex AI has no chat')
  return codec
}

/** The codec of an endpoint that only Google's own models offer here. */
function ofGoogle<E extends Endpoint>(endpoint: E, codec: EndpointCodec<E>): EndpointCodec<E> {
  const refused = (target: Target) =>
    fault(target, {
      kind: 'bad-request',
      code: 'endpoint_not_supported',
      type: 'invalid_request_error',
      message: `${targetName(target)}: this model offers no ${endpoint}. Use another model for it.`,
    })
  return {
    ...codec,
    toRequest: (call, target) => (vertexFamily(target.model) === 'vertex-gemini' ? codec.toRequest(call, target) : refused(target)),
  }
}

function loaded<E extends Endpoint>(endpoint: E): () => Promise<EndpointCodec<E>> {
  return async () => {
    // The table's type pairs each endpoint with its own loader; indexing by a type parameter loses that.
    const load = later[endpoint] as (() => Promise<EndpointCodec<E>>) | undefined
    if (load === undefined) throw new Error(`llmgen bug: vertex-gemini does not load ${endpoint}`)
    return ofGoogle(endpoint, await load())
  }
}
