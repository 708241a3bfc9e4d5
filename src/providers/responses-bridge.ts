/** Serves the Responses API over any chat codec. Nothing is stored: every call brings its whole conversation. */
import { type Fault, isFault, type Outcome } from '../protocol/failure.js'
import type { ResponsesEvent } from '../protocol/responses.js'
import type { EndpointCodec, StreamCodec } from './adapter.js'
import { chatCall } from './responses-bridge/request.js'
import { responseOf } from './responses-bridge/response.js'
import { type BridgeState, bridgeChunks, bridgeEnd, bridgeStart, takeEvents } from './responses-bridge/stream.js'

type Streamed = EndpointCodec<'chat'> & { readonly stream: StreamCodec<'chat', unknown> }

/** State of a bridged stream: the chat codec's own, and the bridge's. */
type State = { readonly inner: unknown; readonly bridge: BridgeState; readonly refused: Fault | undefined; isDone: boolean }

/** The endpoint `responses` of a provider that has chat only. */
export function responsesOverChat(chat: Streamed): EndpointCodec<'responses', State> & { readonly stream: StreamCodec<'responses', State> }
export function responsesOverChat(chat: EndpointCodec<'chat'>): EndpointCodec<'responses', State>
export function responsesOverChat(chat: EndpointCodec<'chat'>): EndpointCodec<'responses', State> {
  const { follow, stream } = chat
  return {
    toRequest(call, target) {
      const asked = chatCall(call, target)
      return isFault(asked) ? asked : chat.toRequest(asked, target)
    },
    fromResponse(reply, call, target) {
      const asked = chatCall(call, target)
      if (isFault(asked)) return asked
      const answer = chat.fromResponse(reply, asked, target)
      return isFault(answer) ? answer : responseOf(answer, call)
    },
    ...(stream !== undefined && { stream: bridgedStream(stream) }),
    ...(follow !== undefined && {
      follow(reply, call, target, round, sent) {
        const asked = chatCall(call, target)
        return isFault(asked) ? asked : follow(reply, asked, target, round, sent)
      },
    }),
  }
}

function bridgedStream(chat: StreamCodec<'chat', unknown>): StreamCodec<'responses', State> {
  const close = (state: State): readonly ResponsesEvent[] => {
    state.isDone = true
    bridgeEnd(state.bridge)
    return takeEvents(state.bridge)
  }
  return {
    start(call, target) {
      const asked = chatCall(call, target)
      const bridge = bridgeStart(call)
      if (isFault(asked)) return { inner: undefined, bridge, refused: asked, isDone: false }
      return { inner: chat.start(asked, target), bridge, refused: undefined, isDone: false }
    },
    fromEvent(state, event): Outcome<readonly ResponsesEvent[]> {
      if (state.refused !== undefined) return state.refused
      if (state.isDone) return []
      const chunks = chat.fromEvent(state.inner, event)
      if (isFault(chunks)) return chunks
      bridgeChunks(state.bridge, chunks)
      return chat.isDone(state.inner) ? close(state) : takeEvents(state.bridge)
    },
    end(state): Outcome<readonly ResponsesEvent[]> {
      if (state.refused !== undefined) return state.refused
      if (state.isDone) return []
      const chunks = chat.end(state.inner)
      if (isFault(chunks)) return chunks
      bridgeChunks(state.bridge, chunks)
      return close(state)
    },
    isDone: (state) => state.isDone,
  }
}
