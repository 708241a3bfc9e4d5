/**
 * Predibase: fine-tuned models behind LoRAX, a server of Text Generation Inference's kind. Sources: its REST reference
 * and LiteLLM's adapter.
 */
import type { Outcome } from '../protocol/failure.js'
import type { HttpRequest } from '../protocol/http.js'
import type { Adapter, Call, Target } from './adapter.js'
import { withBearer } from './shared/bearer.js'
import { chatPrompt, promptStyle } from './shared/chat-prompt.js'
import { badRequest } from './shared/failure.js'
import { requestHeaders } from './shared/request-headers.js'
import { textStream } from './shared/text-answer.js'
import { textRequest } from './shared/text-request.js'
import { httpFailure } from './shared/to-failure.js'
import { tgiErrorRules, tgiMayClose, tgiPiece, tgiReply } from './tgi/answer.js'
import { tgiParameters, tgiRefusals, tgiTakes } from './tgi/parameters.js'

/** Tokens of an answer where the caller sets no limit: without one the host's requests hang. LiteLLM's figure. */
const usualLimit = 4096

/** Adapter of the format `predibase`: chat, whole and streamed. */
export const predibase: Adapter = {
  format: 'predibase',
  framing: 'sse',
  endpoints: { chat: { toRequest, fromResponse: tgiReply, stream: textStream(tgiPiece, tgiMayClose) } },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, tgiErrorRules, now),
}

function toRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const { settings, model } = target
  const tenant = settings.predibase_tenant_id ?? settings.tenant_id
  if (tenant === undefined) {
    return badRequest(target, 'the tenant is not known; set `tenant_id` in litellm_params or the variable PREDIBASE_TENANT_ID', 'tenant_id')
  }
  const read = textRequest(call, target, tgiTakes, (params) => tgiRefusals(params, call))
  if (read.failure !== undefined) return read
  const parameters = {
    details: true,
    return_full_text: false,
    max_new_tokens: usualLimit,
    ...tgiParameters(read.params, 'lorax'),
    ...read.native,
  }
  const path = `${encodeURIComponent(tenant)}/deployments/v2/llms/${encodeURIComponent(model)}`
  return {
    method: 'POST',
    url: `${target.baseUrl}/${path}/${call.stream ? 'generate_stream' : 'generate'}`,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({ inputs: chatPrompt(read.turns, promptStyle(settings.hf_model_name ?? model)), parameters }),
  }
}
