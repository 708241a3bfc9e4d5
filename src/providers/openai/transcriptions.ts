/** `POST /audio/transcriptions` and `/audio/translations`: a form with the audio; JSON or plain text comes back. */
import type { TranscriptionReply, TranscriptionUsage } from '../../protocol/audio.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { badRequest } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, parseJson } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { dropNulls } from '../shared/params.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { isUpload, uploadType } from '../shared/upload-type.js'
import { hasError } from './chat-reply.js'
import { openAiErrorRules } from './errors.js'
import { type Door, hostDoor } from './host-door.js'
import { formRequest, hostCall, noStream } from './host-request.js'
import { xaiHeard, xaiHearingFields } from './xai-audio.js'

type HearingCall = Call<'transcriptions'> | Call<'translations'>

/** The codec of transcriptions behind a door. */
export function transcriptions(door: Door = hostDoor): EndpointCodec<'transcriptions', never> {
  return { toRequest: (call, target) => hearingRequest(call, target, door), fromResponse: hearingReply }
}

/** The codec of translations behind a door. */
export function translations(door: Door = hostDoor): EndpointCodec<'translations', never> {
  return { toRequest: (call, target) => hearingRequest(call, target, door), fromResponse: hearingReply }
}

function hearingRequest(call: HearingCall, given: Target, door: Door): Outcome<HttpRequest> {
  const { file } = call.request
  if (!isUpload(file)) return badRequest(given, '`file` holds no audio', 'file')
  const host = hostCall<'transcriptions' | 'translations'>(call, given, door, noStream('transcripts', ['stream']))
  if (isFault(host)) return host
  const { file: _file, ...fields } = host.members
  return formRequest(call, host, host.own.form === 'xai' ? xaiHearingFields(fields) : fields, [
    { name: 'file', value: { ...file, type: uploadType(file, 'application/octet-stream') } },
  ])
}

/** Formats whose answer is the text itself. */
const plainFormats: ReadonlySet<unknown> = new Set(['text', 'srt', 'vtt'])

function hearingReply(reply: HttpReply, call: HearingCall, target: Target): Outcome<TranscriptionReply> {
  const isXai = target.provider.quirks.endpoints?.transcriptions?.form === 'xai'
  // some hosts answer with JSON whatever they were asked for
  if (!isXai && plainFormats.has(call.request.response_format) && !isRecord(parseJson(reply.text()))) return { text: reply.text() }
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  delete body.failure // would read as a Fault
  if (typeof body.text !== 'string') {
    if (hasError(body)) return { failure: embeddedFailure(body, target, openAiErrorRules(target.provider.name), reply.headers) }
    return lacking('text', reply, target)
  }
  if (isXai) return xaiHeard(body, body.text, call)
  dropNulls(body)
  if (typeof body.duration === 'string') body.duration = Number(body.duration) // as whisper-1 has written it
  if (countOf(body.duration) === undefined) delete body.duration
  const usage = hearingUsage(body.usage)
  if (usage === undefined) delete body.usage
  else body.usage = usage
  return body as JsonRecord & { text: string } // `text` was checked; whatever else was not settled is as the host says
}

/** Seconds or tokens; Mistral tells both and bills seconds. */
function hearingUsage(reported: unknown): TranscriptionUsage | undefined {
  if (!isRecord(reported)) return undefined
  const seconds = countOf(reported.seconds) ?? countOf(reported.prompt_audio_seconds)
  if (seconds !== undefined) return { type: 'duration', seconds }
  const input = countOf(reported.input_tokens) ?? countOf(reported.prompt_tokens)
  if (input === undefined) return undefined
  const output = countOf(reported.output_tokens) ?? countOf(reported.completion_tokens) ?? 0
  return { ...reported, type: 'tokens', input_tokens: input, output_tokens: output, total_tokens: input + output }
}
