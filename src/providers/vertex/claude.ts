/** Claude on Vertex AI: the Messages API inside `rawPredict`, without a model in the body and with fewer betas. */
import type { Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { neededBetas, withBetas } from '../anthropic/betas.js'
import { messagesReply } from '../anthropic/reply.js'
import { messagesBody } from '../anthropic/request.js'
import { messagesStream } from '../anthropic/stream.js'
import { type JsonRecord, recordsOf } from '../shared/json.js'
import { segments } from '../shared/path-segments.js'
import { requestHeaders } from '../shared/request-headers.js'
import { vertexUrl } from './url.js'

/** Version of the API, in the body instead of a header. */
const apiVersion = 'vertex-2023-10-16'

/** Betas that Vertex AI knows, by Anthropic's name; it refuses others. Source: its Claude reference and LiteLLM's list. */
const knownBetas: ReadonlyMap<string, string> = new Map([
  ['advanced-tool-use-2025-11-20', 'tool-search-tool-2025-10-19'],
  ...[
    ...['computer-use-2024-10-22', 'computer-use-2025-01-24', 'computer-use-2025-11-24'],
    ...['context-management-2025-06-27', 'compact-2026-01-12'],
  ].map((name) => [name, name] as const),
])
/** Searching the web is a beta here still. Source: LiteLLM. */
const webSearchBeta = 'web-search-2025-03-05'

/** Chat through `rawPredict` and `streamRawPredict`. */
export const claudeChat: EndpointCodec<'chat'> = {
  toRequest,
  fromResponse: (reply, call, target) => messagesReply(reply, call, asVertex(target)),
  stream: { ...messagesStream, start: (call, target) => messagesStream.start(call, asVertex(target)) },
}

/** Schemas go through the hidden tool, as in LiteLLM: not every place on Vertex AI takes `output_config.format`. */
function asVertex(target: Target): Target {
  const { deployment } = target
  if (!deployment.flags.includes('native-json-schema')) return target
  return { ...target, deployment: { ...deployment, flags: deployment.flags.filter((flag) => flag !== 'native-json-schema') } }
}

/** Address of a method of the model. */
export function claudeUrl(target: Target, method: string): string {
  return vertexUrl(target, `publishers/anthropic/models/${segments(target.model.replace(/^anthropic\//, ''))}:${method}`)
}

function toRequest(call: Call<'chat'>, given: Target): Outcome<HttpRequest> {
  const target = asVertex(given)
  const built = messagesBody(call, target)
  if (built.body === undefined) return built
  const { model: _inUrl, ...members } = built.body
  const body: JsonRecord = { anthropic_version: apiVersion, ...members, ...built.native }
  const searches = recordsOf(body.tools).some(({ type }) => typeof type === 'string' && type.startsWith('web_search_'))
  const needed = neededBetas(body).flatMap((name) => knownBetas.get(name) ?? [])
  const headers = requestHeaders(call, target, { ...target.provider.quirks.extraHeaders })
  return {
    method: 'POST',
    url: claudeUrl(target, call.stream ? 'streamRawPredict' : 'rawPredict'),
    headers: withBetas(headers, searches ? [...needed, webSearchBeta] : needed, target.headers, call.headers),
    body: JSON.stringify(body),
  }
}
