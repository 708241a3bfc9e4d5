/** Amazon Bedrock: Converse for every chat model, InvokeModel for embeddings and where a config asks for it. */
import type { HttpRequest } from '../protocol/http.js'
import type { Crypto } from '../protocol/ports.js'
import type { Adapter, Credentials, Target } from './adapter.js'
import { bedrockEmbeddings } from './bedrock/embeddings.js'
import { bedrockFailure } from './bedrock/errors.js'
import { createAwsEventDecoder } from './bedrock/event-stream.js'
import { bedrockRequest } from './bedrock/invoke.js'
import { bedrockReply } from './bedrock/reply.js'
import { hasOwnRegion, hostRegion, modelRoute } from './bedrock/route.js'
import { signed } from './bedrock/sigv4.js'
import { converseStream } from './bedrock/stream.js'

/** Adapter of the format `bedrock`: chat, whole and streamed, and embeddings. */
export const bedrock: Adapter = {
  format: 'bedrock',
  framing: 'aws-event-stream',
  createDecoder: (crypto) => createAwsEventDecoder(crypto.crc32),
  endpoints: {
    chat: { toRequest: bedrockRequest, fromResponse: bedrockReply, stream: converseStream },
    embeddings: bedrockEmbeddings,
  },
  later: {
    rerank: async () => (await import('./bedrock/rerank.js')).bedrockRerank,
    tokens: async () => (await import('./bedrock/tokens.js')).bedrockTokens,
    images: async () => (await import('./bedrock/images.js')).bedrockImages,
    imageEdits: async () => (await import('./bedrock/images-edit.js')).bedrockImageEdits,
  },
  cannotFetch: (url) => !url.startsWith('s3:'),
  authorize,
  toFailure: (failure, target, now) => bedrockFailure(failure, target, now),
}

/** A Bedrock API key is a bearer token; AWS keys sign the request for the region it goes to. */
function authorize(
  request: HttpRequest,
  credentials: Credentials,
  target: Target,
  crypto: Crypto,
  now: number,
): HttpRequest | Promise<HttpRequest> {
  if (credentials.kind === 'none' || credentials.kind === 'fields') return request
  if (credentials.kind !== 'aws') {
    const token = credentials.kind === 'key' ? credentials.key : credentials.token
    return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }
  }
  const named = hasOwnRegion(target) ? undefined : modelRoute(target).region
  const region = hostRegion(request.url) ?? named ?? credentials.region
  return signed(request, { ...credentials, region, service: 'bedrock' }, crypto, now)
}
