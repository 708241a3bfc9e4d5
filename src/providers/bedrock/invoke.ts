/** InvokeModel: the body is the one of the model's own vendor. For Claude where a config asks for it, and for imported models. */
import type { Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, Target } from '../adapter.js'
import { neededBetas } from '../anthropic/betas.js'
import { messagesBody } from '../anthropic/request.js'
import { chatBody } from '../openai/chat-request.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, recordsOf } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { converseRequest } from './request.js'
import { type ModelRoute, modelRoute, modelUrl } from './route.js'

/** Version of the Messages API as Bedrock counts it. */
const anthropicVersion = 'bedrock-2023-05-31'

/** The request of a chat through the door that the model name asks for. */
export function bedrockRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const route = modelRoute(target)
  if (route.door === 'converse') return converseRequest(call, target)
  if (route.door === 'unsupported') {
    return badRequest(
      target,
      `the route \`${route.word}/\` of Bedrock is no chat model that llmgen calls; use a model id, an inference profile or an ARN`,
      'model',
    )
  }
  return route.door === 'openai' ? openAiRequest(call, route, target) : anthropicRequest(call, route, target)
}

function anthropicRequest(call: Call<'chat'>, route: ModelRoute, target: Target): Outcome<HttpRequest> {
  const built = messagesBody(call, target)
  if (built.body === undefined) return built
  const { model: _model, stream: _stream, ...members } = built.body
  if (holdsAddress(members.messages))
    return badRequest(target, 'Bedrock fetches no images or documents; hand them over as data URLs', 'messages')
  const body: JsonRecord = { anthropic_version: anthropicVersion, ...members, ...built.native }
  const { 'anthropic-beta': named, ...headers } = requestHeaders(call, target, {})
  const given = [target.headers['anthropic-beta'], named].flatMap((text) => (text ?? '').split(','))
  const effort = built.body.output_config?.effort !== undefined && target.deployment.flags.includes('effort') ? ['effort-2025-11-24'] : []
  const betas = [...new Set([...neededBetas(body), ...effort, ...given].map((beta) => beta.trim()).filter((beta) => beta !== ''))]
  if (betas.length > 0) body.anthropic_beta ??= betas
  return { method: 'POST', url: invokeUrl(call, route, target), headers, body: JSON.stringify(body) }
}

function holdsAddress(messages: unknown): boolean {
  return recordsOf(messages).some((message) =>
    recordsOf(message.content).some((block) => (isRecord(block.source) && block.source.type === 'url') || holdsAddress([block])),
  )
}

function openAiRequest(call: Call<'chat'>, route: ModelRoute, target: Target): Outcome<HttpRequest> {
  const built = chatBody(call, target)
  if (built.body === undefined) return built
  // The path names the model, and the operation says whether it streams.
  const { model: _model, stream: _stream, stream_options: _options, ...body } = built.body
  return { method: 'POST', url: invokeUrl(call, route, target), headers: requestHeaders(call, target, {}), body: JSON.stringify(body) }
}

function invokeUrl(call: Call<'chat'>, route: ModelRoute, target: Target): string {
  return modelUrl(target, route, call.stream ? 'invoke-with-response-stream' : 'invoke')
}
