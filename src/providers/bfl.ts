/** Black Forest Labs: images and edits as jobs that are asked after until they are done. */
import type { Adapter } from './adapter.js'
import { bflErrorRules } from './bfl/errors.js'
import { bflEdits, bflImages } from './bfl/images.js'
import { takesKey } from './bfl/url.js'
import { withKeyHeader } from './shared/key-header.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `bfl`: images and image edits. The key goes to the vendor's own addresses only. */
export const bfl: Adapter = {
  format: 'bfl',
  framing: 'sse',
  endpoints: { images: bflImages, imageEdits: bflEdits },
  authorize: (request, credentials, target) => (takesKey(request.url, target) ? withKeyHeader(request, credentials, 'x-key') : request),
  toFailure: (failure, target, now) => httpFailure(failure, target, bflErrorRules, now),
}
