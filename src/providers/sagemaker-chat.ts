/** Amazon SageMaker endpoints that speak OpenAI's chat format: the Messages API of Hugging Face's servers, and hosted Nova. */
import type { Outcome } from '../protocol/failure.js'
import type { HttpRequest } from '../protocol/http.js'
import type { Adapter, Call, StreamCodec, Target } from './adapter.js'
import { bedrockEmbedded } from './bedrock/errors.js'
import { exceptionEvent } from './bedrock/event-stream.js'
import { chatReply } from './openai/chat-reply.js'
import { chatBody } from './openai/chat-request.js'
import { type ChatStreamState, chatStream } from './openai/chat-stream.js'
import { endpointRequest, sagemakerFailure, signedForSageMaker } from './sagemaker/endpoint.js'
import { createPayloadDecoder } from './sagemaker/payload-stream.js'
import { isRecord, parseJson } from './shared/json.js'

const stream: StreamCodec<'chat', ChatStreamState> = {
  ...chatStream,
  fromEvent(state, event) {
    if (event.event !== exceptionEvent) return chatStream.fromEvent(state, event)
    const body = parseJson(event.data)
    return { failure: bedrockEmbedded(isRecord(body) ? body : { message: event.data }, state.target) }
  },
}

/** Adapter of the format `sagemaker-chat`: chat, whole and streamed. */
export const sagemakerChat: Adapter = {
  format: 'sagemaker-chat',
  framing: 'aws-event-stream',
  createDecoder: createPayloadDecoder,
  endpoints: { chat: { toRequest, fromResponse: chatReply, stream } },
  authorize: signedForSageMaker,
  toFailure: sagemakerFailure,
}

/** Nova's endpoints refuse a `model` in the body; the endpoint's name says it. Source: Nova's SageMaker inference reference. */
function toRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const built = chatBody(call, target)
  if (built.body === undefined) return built
  const { model, ...rest } = built.body
  return endpointRequest(call, target, target.provider.name === 'sagemaker_nova' ? rest : { model, ...rest })
}
