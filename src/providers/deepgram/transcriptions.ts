/** `POST /listen`: the file is the body, everything else stands in the query. */
import type { TranscriptionReply } from '../../protocol/audio.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { countOf, isRecord, recordsOf, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { queryOf } from '../shared/query.js'
import { requestHeaders } from '../shared/request-headers.js'
import { type HeardWord, transcriptionReply } from '../shared/transcription-terms.js'
import { uploadType } from '../shared/upload-type.js'
import { embeddedDeepgramFailure } from './errors.js'

/** The codec of the endpoint. */
export const deepgramTranscriptions: EndpointCodec<'transcriptions', never> = { toRequest: listenRequest, fromResponse: heardReply }

function listenRequest(call: Call<'transcriptions'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['language', 'response_format', 'timestamp_granularities'])
  if (isFault(settled)) return settled
  const { request, native } = settled
  if (request.file.bytes.length === 0) return badRequest(target, '`file` is empty', 'file')
  const query = queryOf({
    model: target.model,
    language: request.language,
    // Differs: LiteLLM leaves it out, and texts come without capitals and full stops.
    smart_format: true,
    diarize: request.response_format === 'diarized_json' ? true : undefined,
    ...native,
  })
  return {
    method: 'POST',
    url: `${target.baseUrl.replace(/\/+$/, '').replace(/\/listen$/, '')}/listen${query}`,
    headers: requestHeaders(call, target, { 'content-type': uploadType(request.file, 'application/octet-stream') }),
    body: request.file.bytes,
  }
}

function heardReply(reply: HttpReply, call: Call<'transcriptions'>, target: Target): Outcome<TranscriptionReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const channels = isRecord(body.results) ? recordsOf(body.results.channels) : []
  const heard = channels.map((channel) => recordsOf(channel.alternatives)[0]).filter((best) => best !== undefined)
  if (heard.length === 0) {
    const isError = body.err_code !== undefined || body.category !== undefined
    return isError ? { failure: embeddedDeepgramFailure(body, target, reply.headers) } : lacking('a transcript', reply, target)
  }
  const words = heard.flatMap(({ words: list }) => recordsOf(list).flatMap(wordOf)).sort((a, b) => a.start - b.start)
  return transcriptionReply(
    {
      text: heard.flatMap(({ transcript }) => textOf(transcript) ?? []).join('\n'),
      words,
      duration: isRecord(body.metadata) ? countOf(body.metadata.duration) : undefined,
      language: channels.map((channel) => textOf(channel.detected_language)).find((found) => found !== undefined) ?? call.request.language,
    },
    call,
  )
}

function wordOf(entry: { readonly [key: string]: unknown }): HeardWord[] {
  const word = textOf(entry.punctuated_word) ?? textOf(entry.word)
  const { speaker } = entry
  if (word === undefined) return []
  return [
    {
      word,
      start: countOf(entry.start) ?? 0,
      end: countOf(entry.end) ?? 0,
      ...(typeof speaker === 'number' && { speaker: String(speaker) }),
    },
  ]
}
