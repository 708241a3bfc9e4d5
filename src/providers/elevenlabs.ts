/** ElevenLabs: transcription and speech. */
import type { Adapter } from './adapter.js'
import { elevenLabsErrorRules } from './elevenlabs/errors.js'
import { elevenLabsSpeech } from './elevenlabs/speech.js'
import { elevenLabsTranscriptions } from './elevenlabs/transcriptions.js'
import { withBearer } from './shared/bearer.js'
import { withKeyHeader } from './shared/key-header.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `elevenlabs`: transcriptions and speech. */
export const elevenlabs: Adapter = {
  format: 'elevenlabs',
  framing: 'sse',
  endpoints: { transcriptions: elevenLabsTranscriptions, speech: elevenLabsSpeech },
  authorize: (request, credentials) =>
    credentials.kind === 'bearer' ? withBearer(request, credentials) : withKeyHeader(request, credentials, 'xi-api-key'),
  toFailure: (failure, target, now) => httpFailure(failure, target, elevenLabsErrorRules, now),
}
