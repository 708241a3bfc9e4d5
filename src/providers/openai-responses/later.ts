/** The endpoint `responses` of chat adapters: the host's own where it serves it, else over chat. */
import { servesResponses } from '../../plan/serves-responses.js'
import type { EndpointCodec, StreamCodec, Target } from '../adapter.js'
import { azureResponsesUrl } from '../azure/responses-url.js'
import { responsesOverChat } from '../responses-bridge.js'
import { nativeResponses, type Streamed } from './native.js'
import { responsesUrl } from './url.js'

/** The stream codec of the target, and its state. */
type State = { readonly codec: StreamCodec<'responses', unknown>; readonly inner: unknown }

type ChatCodec = Streamed<EndpointCodec<'chat'>>

/** The endpoint for OpenAI and the hosts that speak its format. */
export function responsesBeside(chat: ChatCodec): EndpointCodec<'responses'> {
  return byTarget(chat, responsesUrl)
}

/** The endpoint for Azure. */
export function azureResponsesBeside(chat: ChatCodec): EndpointCodec<'responses'> {
  return byTarget(chat, azureResponsesUrl)
}

function byTarget(chat: ChatCodec, urlOf: (target: Target) => string): EndpointCodec<'responses', State> {
  const native = nativeResponses(urlOf)
  const bridge = responsesOverChat(chat)
  const of = ({ provider }: Target): Streamed<EndpointCodec<'responses'>> => (servesResponses(provider) ? native : bridge)
  return {
    toRequest: (call, target) => of(target).toRequest(call, target),
    fromResponse: (reply, call, target) => of(target).fromResponse(reply, call, target),
    follow: (reply, call, target, round) => of(target).follow?.(reply, call, target, round),
    follows: (call) => !call.stream,
    stream: {
      start(call, target) {
        const codec: StreamCodec<'responses', unknown> = of(target).stream
        return { codec, inner: codec.start(call, target) }
      },
      fromEvent: ({ codec, inner }, event) => codec.fromEvent(inner, event),
      end: ({ codec, inner }) => codec.end(inner),
      isDone: ({ codec, inner }) => codec.isDone(inner),
    },
  }
}
