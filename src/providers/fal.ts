/** fal: images and edits; the model is the path, and its own parameters differ from model to model. */
import type { Adapter } from './adapter.js'
import { falErrorRules } from './fal/errors.js'
import { falEdits, falImages } from './fal/images.js'
import { withKeyHeader } from './shared/key-header.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `fal`: images and image edits. */
export const fal: Adapter = {
  format: 'fal',
  framing: 'sse',
  endpoints: { images: falImages, imageEdits: falEdits },
  authorize: (request, credentials) =>
    withKeyHeader(request, credentials, 'authorization', credentials.kind === 'bearer' ? 'Bearer ' : 'Key '),
  toFailure: (failure, target, now) => httpFailure(failure, target, falErrorRules, now),
}
