/** Builds the body of `generateContent` from an OpenAI chat request. */
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, Target } from '../adapter.js'
import type { JsonRecord } from '../shared/json.js'
import { settleRefused } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import { settledCall } from '../shared/settled-request.js'
import type { GeminiBody } from './body.js'
import { generationConfig, outputSetup, refusals } from './generation.js'
import { withNative } from './native.js'
import { toolSetup } from './tools.js'
import { conversation } from './turns.js'
import type { ModelUrl } from './url.js'

/** The request, or why this model cannot take it. */
export function contentRequest(call: Call<'chat'>, target: Target, url: ModelUrl): Outcome<HttpRequest> {
  const prepared = settledCall(call, target)
  const body = contentBody(prepared, target)
  if ('failure' in body) return body
  return {
    method: 'POST',
    // without `alt=sse` a stream is one long JSON list
    url: call.stream ? `${url(target, 'streamGenerateContent')}?alt=sse` : url(target, 'generateContent'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify(withNative(body, prepared.request, target)),
  }
}

/** The translated body, without members that are Gemini's own. */
export function contentBody(call: Call<'chat'>, target: Target): GeminiBody | Fault {
  const members: JsonRecord & Call<'chat'>['request'] = { ...call.request }
  const tools = toolSetup(call, target)
  const refused = settleRefused(members, [...refusals(members, target), ...tools.refused], call, target)
  if (refused !== undefined) return refused
  const output = outputSetup(call.request, tools.hasFunctions, target)
  const talk = conversation(call, target, output.words)
  if ('failure' in talk) return talk
  const generation = generationConfig(members, output, target)
  return {
    contents: talk.turns,
    ...(talk.system.length > 0 && { systemInstruction: { parts: talk.system.map((text) => ({ text })) } }),
    ...(Object.keys(generation).length > 0 && { generationConfig: generation }),
    ...(tools.tools.length > 0 && { tools: tools.tools }),
    ...(tools.choice !== undefined && { toolConfig: { functionCallingConfig: tools.choice } }),
  }
}
