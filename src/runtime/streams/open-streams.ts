/** Opens streams. Imported with the first one, so that a page that asks for whole answers does not carry it. */

import { runCall } from '../attempt-loop.js'
import type { Run, Site } from '../run.js'
import { OpenAnswerStream } from './answer-stream.js'
import { chatKind, OpenChatStream } from './chat-stream.js'
import type { Streamed } from './chunk-source.js'
import { attemptStream, type OpenStream } from './stream-attempt.js'
import type { StreamKind } from './stream-kind.js'

/** How the stream of an endpoint is opened. Rejects with the error of the call. */
export type Opening<E extends Streamed> = (run: Run<E>) => Promise<OpenAnswerStream<E>>

export const openings: { readonly [E in Streamed]: Opening<E> } = {
  chat: async (run) => new OpenChatStream(await open(run, chatKind), chatKind),
  completions: async (run) => {
    const { completionKind: kind, OpenCompletionStream } = await import('./completion-stream.js')
    return new OpenCompletionStream(await open(run, kind), kind)
  },
  responses: async (run) => {
    const { responsesKind: kind, OpenResponsesStream } = await import('./responses-stream.js')
    return new OpenResponsesStream(await open(run, kind), kind)
  },
}

const kinds: { readonly [E in Streamed]: () => StreamKind<E> | Promise<StreamKind<E>> } = {
  chat: () => chatKind,
  completions: async () => (await import('./completion-stream.js')).completionKind,
  responses: async () => (await import('./responses-stream.js')).responsesKind,
}

/** What is special about the streams of an endpoint. */
export async function kindOf<E extends Streamed>(endpoint: E): Promise<StreamKind<E>> {
  return kinds[endpoint]()
}

/** A stream that tells its usage whether or not its caller asked for it: for those who read it on behalf of others. */
export async function openPlain<E extends Streamed>(run: Run<E>): Promise<OpenAnswerStream<E>> {
  const plain = await kindOf(run.endpoint)
  const kind: StreamKind<E> = {
    ...plain,
    createView: (request) => plain.createView({ ...request, stream_options: { include_usage: true } }),
  }
  return new OpenAnswerStream(await open(run, kind), kind)
}

function open<E extends Streamed>(run: Run<E>, kind: StreamKind<E>): Promise<OpenStream<E>> {
  return runCall(run, { attempt: (site: Site<E>) => attemptStream(site, kind), releasedBy: 'reader' })
}
