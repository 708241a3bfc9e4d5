/** RunwayML: images, edits and speech as tasks that are asked after until they are done. */
import type { Adapter } from './adapter.js'
import { runwayEdits, runwayImages } from './runwayml/images.js'
import { runwaySpeech } from './runwayml/speech.js'
import { withBearer } from './shared/bearer.js'
import { originOf } from './shared/origin.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `runwayml`: images, image edits and speech. The key stays with the configured host. */
export const runwayml: Adapter = {
  format: 'runwayml',
  framing: 'sse',
  endpoints: { images: runwayImages, imageEdits: runwayEdits, speech: runwaySpeech },
  authorize: (request, credentials, target) =>
    originOf(request.url) === originOf(target.baseUrl) ? withBearer(request, credentials) : request,
  toFailure: (failure, target, now) => httpFailure(failure, target, [], now),
}
