/** The chat codec of the format; hosts (AI Studio, Vertex AI) differ in the address only. */
import type { EndpointCodec } from '../adapter.js'
import { contentReply } from './reply.js'
import { contentRequest } from './request.js'
import { type ContentStreamState, contentStream } from './stream.js'
import type { ModelUrl } from './url.js'

/** Chat over `generateContent`, whole and streamed. */
export function contentCodec(url: ModelUrl): EndpointCodec<'chat', ContentStreamState> {
  return {
    toRequest: (call, target) => contentRequest(call, target, url),
    fromResponse: contentReply,
    stream: contentStream,
  }
}
