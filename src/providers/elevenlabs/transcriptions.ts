/** `POST /v1/speech-to-text`: a form with the file. */
import type { TranscriptionReply } from '../../protocol/audio.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { multipart } from '../shared/multipart.js'
import { requestHeaders } from '../shared/request-headers.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { type HeardWord, transcriptionReply } from '../shared/transcription-terms.js'
import { uploadType } from '../shared/upload-type.js'
import { elevenLabsErrorRules } from './errors.js'
import { elevenLabsUrl } from './url.js'

/** The codec of the endpoint. */
export const elevenLabsTranscriptions: EndpointCodec<'transcriptions', never> = { toRequest: listenRequest, fromResponse: heardReply }

function listenRequest(call: Call<'transcriptions'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['language', 'temperature', 'response_format', 'timestamp_granularities'])
  if (isFault(settled)) return settled
  const { request, native } = settled
  const { file } = request
  if (file.bytes.length === 0) return badRequest(target, '`file` is empty', 'file')
  const fields = {
    model_id: target.model,
    ...(request.language !== undefined && { language_code: request.language }),
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(request.response_format === 'diarized_json' && { diarize: true }),
    ...native,
  }
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => ({ name, value: plain(one) })),
  )
  const form = multipart([...parts, { name: 'file', value: { ...file, type: uploadType(file, file.type) } }], call.random)
  return {
    method: 'POST',
    url: elevenLabsUrl(target.baseUrl, 'speech-to-text'),
    headers: requestHeaders(call, target, { 'content-type': form.contentType }),
    body: form.body,
  }
}

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

function heardReply(reply: HttpReply, call: Call<'transcriptions'>, target: Target): Outcome<TranscriptionReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const parts = typeof body.text === 'string' ? [body] : recordsOf(body.transcripts) // one for each channel
  const [first] = parts
  if (first === undefined) {
    return body.detail === undefined
      ? lacking('a text', reply, target)
      : { failure: embeddedFailure(body, target, elevenLabsErrorRules, reply.headers) }
  }
  const words = parts.flatMap((part) => recordsOf(part.words).flatMap(wordOf)).sort((a, b) => a.start - b.start)
  return transcriptionReply(
    {
      text: parts.flatMap(({ text }) => textOf(text) ?? []).join('\n'),
      words,
      duration: countOf(body.audio_duration_secs) ?? words.at(-1)?.end,
      language: textOf(first.language_code),
    },
    call,
  )
}

/** Spaces and noises between the words are left out. */
function wordOf(entry: JsonRecord): HeardWord[] {
  const word = textOf(entry.text)
  const speaker = textOf(entry.speaker_id)
  if (word === undefined || (entry.type !== undefined && entry.type !== 'word') || !isRecord(entry)) return []
  return [{ word, start: countOf(entry.start) ?? 0, end: countOf(entry.end) ?? 0, ...(speaker !== undefined && { speaker }) }]
}
