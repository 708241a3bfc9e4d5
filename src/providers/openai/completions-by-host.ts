/** Text completions on every host of the format: by its own endpoint, or over chat where the row says that it has none. */
import type { Call, EndpointCodec, StreamCodec, Target } from '../adapter.js'
import { completionsOverChat } from '../completions-bridge.js'
import { chatReply } from './chat-reply.js'
import { chatRequest } from './chat-request.js'
import { chatStream } from './chat-stream.js'
import { completions } from './completions.js'

type Codec = EndpointCodec<'completions'>
/** The fold that a stream began with, and its state. */
type State = { readonly fold: StreamCodec<'completions', unknown>; readonly state: unknown }

const own: Codec = completions()
const bridged: Codec = completionsOverChat({ toRequest: chatRequest, fromResponse: chatReply, stream: chatStream })

function codecFor({ provider }: Target): Codec {
  const { serves } = provider.quirks
  return serves === undefined || serves.includes('completions') ? own : bridged
}

/** The codec: each call by what its host has. */
export const completionsByHost: EndpointCodec<'completions', State> = {
  toRequest: (call, target) => codecFor(target).toRequest(call, target),
  fromResponse: (reply, call, target) => codecFor(target).fromResponse(reply, call, target),
  split: (call, target) => codecFor(target).split?.(call, target),
  join: (replies, call) => bridged.join?.(replies, call) ?? noReply(call),
  stream: {
    start(call, target) {
      const { stream } = codecFor(target)
      if (stream === undefined) throw new Error('llmgen bug: both codecs of completions stream')
      return { fold: stream, state: stream.start(call, target) }
    },
    fromEvent: ({ fold, state }, event) => fold.fromEvent(state, event),
    end: ({ fold, state }) => fold.end(state),
    isDone: ({ fold, state }) => fold.isDone(state),
  },
}

function noReply(call: Call<'completions'>): never {
  throw new Error(`llmgen bug: parts of a call to ${call.request.model} were joined that were never split`)
}
