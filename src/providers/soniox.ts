/** Soniox: transcription in steps. The file is uploaded, a job is made, asked after, and its transcript fetched. */
import type { Adapter } from './adapter.js'
import { withBearer } from './shared/bearer.js'
import { httpFailure } from './shared/to-failure.js'
import { sonioxErrorRules, sonioxTranscriptions } from './soniox/transcriptions.js'

/** Adapter of the format `soniox`: transcriptions. */
export const soniox: Adapter = {
  format: 'soniox',
  framing: 'sse',
  endpoints: { transcriptions: sonioxTranscriptions },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, sonioxErrorRules, now),
}
