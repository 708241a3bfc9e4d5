/** Oracle Cloud's Generative AI service: its GENERIC format, and COHERE for Cohere's models. */
import { isFault, type Outcome } from '../protocol/failure.js'
import type { Adapter, EndpointCodec, StreamEvent } from './adapter.js'
import { type OciMemo, ociAnswer, ociEvent } from './oci/answer.js'
import { ociUrl } from './oci/place.js'
import { ociBody } from './oci/request.js'
import { openAiErrorRules } from './openai/errors.js'
import { type WrappedState, wrappedChat } from './openai/wrapped.js'
import { parseJson } from './shared/json.js'
import { httpFailure } from './shared/to-failure.js'

const wrapped = wrappedChat<OciMemo>({
  url: (_call, target) => ociUrl(target, 'chat'),
  body: ociBody,
  answer: ociAnswer,
  memo: () => ({ hasText: false, calls: 0 }),
  event: ociEvent,
})

const chat: EndpointCodec<'chat', WrappedState<OciMemo>> = {
  ...wrapped,
  ...(wrapped.stream !== undefined && { stream: { ...wrapped.stream, fromEvent: splitting(wrapped.stream.fromEvent) } }),
}

/** The service does not always put an empty line between two events, so that they come as the lines of one. */
function splitting<State, Chunk>(fold: (state: State, event: StreamEvent) => Outcome<readonly Chunk[]>) {
  return (state: State, event: StreamEvent): Outcome<readonly Chunk[]> => {
    const lines = event.data.split('\n')
    if (lines.length === 1 || parseJson(event.data) !== undefined) return fold(state, event)
    const chunks: Chunk[] = []
    for (const data of lines) {
      const step = fold(state, { event: event.event, data })
      if (isFault(step)) return step
      chunks.push(...step)
    }
    return chunks
  }
}

/** Adapter of the format `oci`: chat, whole and streamed, and embeddings. */
export const oci: Adapter = {
  format: 'oci',
  framing: 'sse',
  endpoints: { chat },
  later: { embeddings: async () => (await import('./oci/embeddings.js')).ociEmbeddings },
  laterSignIn: async () => (await import('./oci/key.js')).ociKeys,
  authorize: async (...given) => (await import('./oci/signature.js')).signedForOracle(...given),
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules(target.provider.name), now),
}
