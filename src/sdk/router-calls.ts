/** The functions of a Router: OpenAI's requests to the models of its list. */
import type { ChatReply, ChatRequest } from '../protocol/chat.js'
import type { CompletionReply, CompletionRequest } from '../protocol/completions.js'
import type { ResponsesReply, ResponsesRequest } from '../protocol/responses.js'
import type { ApiPromise, BodyOptions, Reply, RequestOptions } from '../runtime/client-types.js'
import type { ChatStream, CompletionStream, ResponsesStream } from '../runtime/streams/stream-types.js'

/**
 * A model of the list, which editors complete; a name that is written out and not there is refused when compiling. A name
 * that is known only when the program runs (`string`) is checked by the call.
 */
export type RoutedModel<Known extends string, Given extends string> = Known | (string extends Given ? Given : never)

/** A request, with the parameters that steer the call. */
export type RoutedBody<Known extends string, Given extends string, Request> = Omit<Request, 'model' | 'stream'> &
  BodyOptions<Known> & {
    model: RoutedModel<Known, Given>
    /** Wait for the first byte of a stream and for each piece after it, **seconds**. */
    stream_timeout?: number
  }

/** A function whose answer comes whole. */
export type RoutedCall<Known extends string, Request, Answer> = <Given extends string = Known>(
  body: RoutedBody<Known, Given, Request>,
  options?: RequestOptions,
) => ApiPromise<Reply<Answer>>

/** A function whose answer comes in pieces with `stream: true`, whole with `false` or nothing, either way with a `boolean`. */
export type RoutedStreamCall<Known extends string, Request, Answer, Stream> = <
  S extends boolean | null = false,
  Given extends string = Known,
>(
  body: RoutedBody<Known, Given, Request> & { stream?: S },
  options?: RequestOptions,
) => ApiPromise<S extends true ? Stream : Reply<Answer>>

export type RoutedChat<Known extends string> = RoutedStreamCall<Known, ChatRequest, ChatReply, ChatStream>
export type RoutedText<Known extends string> = RoutedStreamCall<Known, CompletionRequest, CompletionReply, CompletionStream>
export type RoutedResponses<Known extends string> = RoutedStreamCall<Known, ResponsesRequest, ResponsesReply, ResponsesStream>
