/** xAI's own endpoints for audio, `/stt` and `/tts`, in OpenAI's terms: no model is named, and formats are made here of the words. */
import type { TranscriptionReply } from '../../protocol/audio.js'
import type { Call } from '../adapter.js'
import { countOf, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { transcriptionReply } from '../shared/transcription-terms.js'

/** Fields of the form; the answer has words in any case. */
export function xaiHearingFields({ model: _model, response_format: _format, timestamp_granularities: _times, ...fields }: JsonRecord) {
  return fields
}

/** The transcript in the format that was asked for. */
export function xaiHeard(body: JsonRecord, text: string, call: Call<'transcriptions'> | Call<'translations'>): TranscriptionReply {
  const words = recordsOf(body.words).flatMap(({ text: word, start, end, speaker }) =>
    typeof word === 'string' && typeof start === 'number' && typeof end === 'number'
      ? [{ word, start, end, speaker: speakerOf(speaker) }]
      : [],
  )
  return transcriptionReply({ text, words, duration: countOf(body.duration), language: textOf(body.language) }, call)
}

const speakerOf = (speaker: unknown) => (typeof speaker === 'number' ? String(speaker) : textOf(speaker))

/** Body of `/tts`. */
export function xaiSpeechBody({
  model: _model,
  input,
  voice,
  response_format: codec,
  stream_format: _stream,
  ...rest
}: JsonRecord): JsonRecord {
  return { text: input, voice_id: voice, language: 'auto', ...(codec !== undefined && { output_format: { codec } }), ...rest }
}
