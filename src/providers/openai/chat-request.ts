/** Builds the body of `POST /chat/completions` for OpenAI and every host that speaks its format. */
import type { ChatRequest } from '../../protocol/chat.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, Endpoint, Target } from '../adapter.js'
import { badRequest } from '../shared/failure.js'
import type { JsonRecord } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { hostMessages } from './messages.js'
import { addExtraBody, hostParams, needsParams } from './params.js'
import { type QuirkRules, quirkRules } from './quirk-rules.js'
import { endpointUrl } from './url.js'

/** What travels: a chat request without the members that only steer llmgen. */
export type OpenAiChatBody = Omit<ChatRequest, 'extra_body'>

/** A body, or why there is none. Not an {@link Outcome}: a body may hold any member, also one called `failure`. */
export type Built<Body> = { readonly body: Body } | (Fault & { readonly body: undefined })

/** The request, or why this target cannot take it. */
export function chatRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const built = chatBody(call, target)
  if (built.body === undefined) return built
  return {
    method: 'POST',
    url: endpointUrl(target, 'chat/completions'),
    headers: openAiHeaders(call, target),
    body: JSON.stringify(built.body),
  }
}

/** The body, or why this target cannot take the request. Costs one shallow copy where nothing has to change. */
export function chatBody(call: Call<'chat'>, target: Target): Built<OpenAiChatBody> {
  const { request } = call
  if (!Array.isArray(request.messages)) return { ...badRequest(target, '`messages` is not a list', 'messages'), body: undefined }
  const rules = quirkRules(target.provider)
  const body: ChatRequest = { ...request, model: hostModel(target, rules) }
  const members: JsonRecord = body
  body.messages = hostMessages(request.messages, rules, target.deployment)
  if (needsParams(request, target, rules)) {
    const refused = hostParams(members, call, target, rules)
    if (refused !== undefined) return { ...refused, body: undefined }
  }
  settleStream(body, call, rules)
  if (body.extra_body !== undefined || target.deployment.extraBody !== undefined) addExtraBody(members, target.deployment.extraBody)
  return { body }
}

/** Usage is always asked for: cost needs it. A caller who did not ask does not see the chunk. */
function settleStream(body: ChatRequest, call: Call<'chat'>, { quirks }: QuirkRules): void {
  if (!call.stream) {
    if (body.stream !== undefined) delete body.stream
    if (body.stream_options !== undefined) delete body.stream_options
    return
  }
  body.stream = true
  if (quirks.streamOptions === false) delete body.stream_options
  else body.stream_options = { ...body.stream_options, include_usage: true }
}

/** The model id with the host's prefix (`accounts/fireworks/models/`). */
export function hostModel({ model }: Target, { quirks }: QuirkRules): string {
  if (quirks.modelForm === 'provider-suffix') return providerSuffix(model)
  // the name of a model may hold dots itself
  if (quirks.modelForm === 'clarifai-url') return model.replace(/^([^./]+)\.([^./]+)\.([^/]+)$/, 'https://clarifai.com/$1/$2/models/$3')
  const prefix = quirks.modelPrefix
  if (prefix === undefined || model.startsWith(prefix) || model.startsWith(prefix.split('/')[0]?.concat('/') ?? prefix)) return model
  return model.includes('#') ? model : prefix + model
}

/** `together/org/model` as `org/model:together`. */
function providerSuffix(model: string): string {
  const [provider = '', ...rest] = model.split('/')
  return rest.length > 1 && !model.includes(':') ? `${rest.join('/')}:${provider}` : model
}

/** Headers of the row's quirks and the organisation, under those of deployment and caller. */
export function openAiHeaders(call: Call<Endpoint>, target: Target) {
  const own: { [name: string]: string } = { ...target.provider.quirks.extraHeaders }
  for (const [name, setting] of Object.entries(target.provider.quirks.settingHeaders ?? {})) {
    const value = target.settings[setting]
    if (value !== undefined) own[name] = value
  }
  if (target.organization !== undefined) own['openai-organization'] = target.organization
  return requestHeaders(call, target, own)
}
