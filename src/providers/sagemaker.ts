/** Amazon SageMaker endpoints that serve Text Generation Inference or JumpStart models: a prompt in, text out. */
import type { Outcome } from '../protocol/failure.js'
import type { HttpRequest } from '../protocol/http.js'
import type { Adapter, Call, StreamEvent, Target } from './adapter.js'
import { bedrockEmbedded } from './bedrock/errors.js'
import { exceptionEvent } from './bedrock/event-stream.js'
import { endpointRequest, sagemakerFailure, signedForSageMaker } from './sagemaker/endpoint.js'
import { createPayloadDecoder } from './sagemaker/payload-stream.js'
import { chatPrompt, promptStyle } from './shared/chat-prompt.js'
import { isRecord, parseJson } from './shared/json.js'
import { type TextStreamState, textStream } from './shared/text-answer.js'
import { textRequest } from './shared/text-request.js'
import { tgiMayClose, tgiPiece, tgiReply } from './tgi/answer.js'
import { tgiParameters, tgiRefusals, tgiTakes } from './tgi/parameters.js'

/** Adapter of the format `sagemaker`: chat, whole and streamed, and embeddings. */
export const sagemaker: Adapter = {
  format: 'sagemaker',
  framing: 'aws-event-stream',
  createDecoder: createPayloadDecoder,
  endpoints: { chat: { toRequest, fromResponse: tgiReply, stream: textStream(readPiece, tgiMayClose) } },
  later: { embeddings: async () => (await import('./sagemaker/embeddings.js')).sagemakerEmbeddings },
  authorize: signedForSageMaker,
  toFailure: sagemakerFailure,
}

function toRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const read = textRequest(call, target, tgiTakes, (params) => tgiRefusals(params, call))
  if (read.failure !== undefined) return read
  return endpointRequest(call, target, {
    inputs: chatPrompt(read.turns, promptStyle(target.settings.hf_model_name ?? target.model)),
    // Differs: LiteLLM leaves both out and cuts an echoed prompt off where its template begins with `<s>`. Servers that do
    // not stream may refuse a parameter they do not know, so that details are asked for in streams only.
    parameters: { return_full_text: false, ...(call.stream && { details: true }), ...tgiParameters(read.params, 'tgi'), ...read.native },
    ...(call.stream && { stream: true }),
  })
}

function readPiece(event: StreamEvent, state: TextStreamState) {
  if (event.event !== exceptionEvent) return tgiPiece(event, state)
  const body = parseJson(event.data)
  return { failure: bedrockEmbedded(isRecord(body) ? body : { message: event.data }, state.target) }
}
