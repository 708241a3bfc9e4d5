/** Deepgram: transcription out of raw bytes, and speech. */
import type { Adapter } from './adapter.js'
import { deepgramFailure } from './deepgram/errors.js'
import { deepgramSpeech } from './deepgram/speech.js'
import { deepgramTranscriptions } from './deepgram/transcriptions.js'
import { withKeyHeader } from './shared/key-header.js'

/** Adapter of the format `deepgram`: transcriptions and speech. */
export const deepgram: Adapter = {
  format: 'deepgram',
  framing: 'sse',
  endpoints: { transcriptions: deepgramTranscriptions, speech: deepgramSpeech },
  authorize: (request, credentials) =>
    withKeyHeader(request, credentials, 'authorization', credentials.kind === 'bearer' ? 'Bearer ' : 'Token '),
  toFailure: deepgramFailure,
}
