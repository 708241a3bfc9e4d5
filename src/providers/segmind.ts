/** Segmind: images; the model is the path. */
import type { Adapter } from './adapter.js'
import { segmindImages } from './segmind/images.js'
import { withKeyHeader } from './shared/key-header.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `segmind`: images. */
export const segmind: Adapter = {
  format: 'segmind',
  framing: 'sse',
  endpoints: { images: segmindImages },
  authorize: (request, credentials) => withKeyHeader(request, credentials, 'x-api-key'),
  toFailure: (failure, target, now) => httpFailure(failure, target, [], now),
}
