/** `POST /v1/files`, `POST /v1/transcriptions`, then `GET` until it is done. Each answer says by its shape which step it ends. */
import type { TranscriptionReply } from '../../protocol/audio.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, FollowUp, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import type { ErrorRule } from '../shared/error-rules.js'
import { badRequest, fault, targetName } from '../shared/failure.js'
import { countOf, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { statedMessage } from '../shared/mask.js'
import { multipart } from '../shared/multipart.js'
import { requestHeaders } from '../shared/request-headers.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { type HeardWord, transcriptionReply } from '../shared/transcription-terms.js'
import { uploadType } from '../shared/upload-type.js'

/** What Soniox's error answers mean beyond the rules for all providers. Source: its error reference. */
export const sonioxErrorRules: readonly ErrorRule[] = [
  { code: ['limit_exceeded'], kind: 'rate-limit' },
  { code: ['balance_exhausted', 'organization_balance_exhausted'], kind: 'rate-limit', as: 'insufficient_quota' },
]

/** Body that makes a job. */
export type SonioxJobBody = {
  model: string
  file_id?: string
  audio_url?: string
  language_hints?: string[]
  enable_speaker_diarization?: boolean
  context?: unknown
}

/**
 * The codec of the endpoint. `audio_url` and `file_id` among the native members stand for a file that is elsewhere already.
 * File and job are deleted afterwards, for the host keeps them for ever and takes a thousand files only; not a file of the caller's.
 * Source: its page of limits.
 */
export const sonioxTranscriptions: EndpointCodec<'transcriptions', never> = {
  toRequest: firstRequest,
  follow: nextRequest,
  fromResponse: heardReply,
}

/** Wait before the next look at a job: soon at first, for short files; then every two seconds. */
const waitMs = (round: number): number => Math.min(2000, 250 * 2 ** Math.min(round, 3))
/** Looks after which a job counts as lost: some 20 minutes. The call's own timeout ends it sooner. */
const mostRounds = 600

function settled(call: Call<'transcriptions'>, target: Target) {
  return settleEndpoint(call, target, ['language', 'prompt', 'response_format', 'timestamp_granularities'])
}

function firstRequest(call: Call<'transcriptions'>, target: Target): Outcome<HttpRequest> {
  const found = settled(call, target)
  if (isFault(found)) return found
  const { request, native } = found
  if (native.audio_url !== undefined || native.file_id !== undefined) return jobRequest(call, target, undefined)
  const { file } = request
  if (file.bytes.length === 0) return badRequest(target, '`file` is empty', 'file')
  const form = multipart([{ name: 'file', value: { ...file, type: uploadType(file, file.type) } }], call.random)
  return {
    method: 'POST',
    url: sonioxUrl(target, 'files'),
    headers: requestHeaders(call, target, { 'content-type': form.contentType }),
    body: form.body,
  }
}

function jobRequest(call: Call<'transcriptions'>, target: Target, fileId: string | undefined): Outcome<HttpRequest> {
  const found = settled(call, target)
  if (isFault(found)) return found
  const { request, native } = found
  const body: SonioxJobBody = {
    model: target.model,
    ...(fileId !== undefined && { file_id: fileId }),
    ...(request.language !== undefined && { language_hints: [request.language] }),
    ...(request.prompt !== undefined && { context: { text: request.prompt } }),
    ...(request.response_format === 'diarized_json' && { enable_speaker_diarization: true }),
  }
  return {
    method: 'POST',
    url: sonioxUrl(target, 'transcriptions'),
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({ ...body, ...native }),
  }
}

function sonioxUrl({ baseUrl }: Target, path: string): string {
  return `${baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/${path}`
}

function nextRequest(reply: HttpReply, call: Call<'transcriptions'>, target: Target, round: number): Outcome<FollowUp | undefined> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  if (Array.isArray(body.tokens) || typeof body.text === 'string') return undefined
  const id = textOf(body.id)
  if (id === undefined) return failedReply(body, reply, target)
  if (body.status === undefined) {
    const request = jobRequest(call, target, id)
    return isFault(request) ? request : { request, afterMs: 0, tidy: bare('DELETE', call, target, `files/${encodeURIComponent(id)}`) }
  }
  if (body.status !== 'completed' && body.status !== 'queued' && body.status !== 'processing') return failedJob(body, reply, target)
  if (round > mostRounds) {
    return fault(target, {
      kind: 'timeout',
      code: 'job_timeout',
      message: `${targetName(target)}: the job ${id} is not done after ${round} looks`,
    })
  }
  const isDone = body.status === 'completed'
  const job = `transcriptions/${encodeURIComponent(id)}`
  const request = bare('GET', call, target, isDone ? `${job}/transcript` : job)
  return { request, afterMs: isDone ? 0 : waitMs(round), tidy: bare('DELETE', call, target, job) }
}

function bare(method: 'GET' | 'DELETE', call: Call<'transcriptions'>, target: Target, path: string): HttpRequest {
  const { 'content-type': _none, ...headers } = requestHeaders(call, target, {})
  return { method, url: sonioxUrl(target, path), headers }
}

function failedReply(body: JsonRecord, reply: HttpReply, target: Target) {
  const isError = textOf(body.message) !== undefined || textOf(body.error_message) !== undefined
  if (!isError) return lacking('a transcript', reply, target)
  const error = { ...body, message: textOf(body.message) ?? body.error_message, code: body.error_type }
  return { failure: embeddedFailure(error, target, sonioxErrorRules, reply.headers) }
}

function failedJob(body: JsonRecord, reply: HttpReply, target: Target) {
  const why = textOf(body.error_message)
  return fault(target, {
    // what the job says of the file will not change when it is sent again; everything else may
    kind: /audio|file|format|download/i.test(textOf(body.error_type) ?? '') ? 'bad-request' : 'internal',
    code: textOf(body.error_type) ?? 'transcription_failed',
    message: `${targetName(target)}: the transcription failed${why === undefined ? '' : `: ${statedMessage(why)}`}`,
    headers: reply.headers,
  })
}

function heardReply(reply: HttpReply, call: Call<'transcriptions'>, target: Target): Outcome<TranscriptionReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const tokens = recordsOf(body.tokens)
  const text = typeof body.text === 'string' ? body.text : undefined
  if (text === undefined && !Array.isArray(body.tokens)) return failedReply(body, reply, target)
  const languages = new Set(tokens.flatMap(({ language }) => textOf(language) ?? []))
  const words = wordsOf(tokens)
  return transcriptionReply(
    {
      text: (text ?? tokens.map((token) => textOf(token.text) ?? '').join('')).trim(),
      words,
      duration: words.at(-1)?.end, // the transcript does not tell how long the file is
      language: languages.size === 1 ? [...languages][0] : undefined,
    },
    call,
  )
}

/** Pieces of words, joined until a space begins the next. */
function wordsOf(tokens: readonly JsonRecord[]): HeardWord[] {
  const words: { word: string; start: number; end: number; speaker?: string }[] = []
  for (const token of tokens) {
    const piece = textOf(token.text)
    if (piece === undefined) continue
    const last = words.at(-1)
    const end = (countOf(token.end_ms) ?? 0) / 1000
    if (last === undefined || /^\s/.test(piece)) {
      const speaker = token.speaker === undefined || token.speaker === null ? {} : { speaker: String(token.speaker) }
      words.push({ word: piece.trim(), start: (countOf(token.start_ms) ?? 0) / 1000, end, ...speaker })
    } else {
      last.word += piece
      last.end = Math.max(last.end, end)
    }
  }
  return words.filter(({ word }) => word !== '')
}
