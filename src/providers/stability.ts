/** Stability AI: images and edits, each model or tool at an address of its own. */
import type { Adapter } from './adapter.js'
import { withBearer } from './shared/bearer.js'
import { stabilityFailure } from './stability/errors.js'
import { stabilityEdits, stabilityImages } from './stability/images.js'

/** Adapter of the format `stability`: images and image edits. */
export const stability: Adapter = {
  format: 'stability',
  framing: 'sse',
  endpoints: { images: stabilityImages, imageEdits: stabilityEdits },
  authorize: withBearer,
  toFailure: stabilityFailure,
}
