/** `POST /audio/speech`: text in, the bytes of audio out. */
import type { SpeechReply } from '../../protocol/audio.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { fromBase64 } from '../shared/base64.js'
import { invalidReply } from '../shared/failure.js'
import { isRecord, parseJson, textOf } from '../shared/json.js'
import { lacking } from '../shared/json-reply.js'
import { speechReply } from '../shared/speech-reply.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { openAiErrorRules } from './errors.js'
import { type Door, hostDoor } from './host-door.js'
import { hostCall, jsonRequest } from './host-request.js'
import { xaiSpeechBody } from './xai-audio.js'

/** The codec behind a door. */
export function speech(door: Door = hostDoor): EndpointCodec<'speech', never> {
  return { toRequest: (call, target) => speechRequest(call, target, door), fromResponse: speechAnswer }
}

function speechRequest(call: Call<'speech'>, given: Target, door: Door): Outcome<HttpRequest> {
  const host = hostCall(call, given, door, ({ stream_format: format }) =>
    format === 'sse' ? [{ name: 'stream_format', why: 'audio comes whole, not as a stream' }] : [],
  )
  if (isFault(host)) return host
  return jsonRequest(call, host, host.own.form === 'xai' ? xaiSpeechBody(host.members) : host.members)
}

/** Media type of each format, where the host tells none. */
const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['mp3', 'audio/mpeg'],
  ['opus', 'audio/ogg'],
  ['aac', 'audio/aac'],
  ['flac', 'audio/flac'],
  ['wav', 'audio/wav'],
  ['pcm', 'audio/pcm'],
])

function speechAnswer(reply: HttpReply, { request }: Call<'speech'>, target: Target): Outcome<SpeechReply> {
  const told = reply.headers['content-type'] ?? ''
  const type = mediaTypes.get(request.response_format ?? 'mp3') ?? 'application/octet-stream'
  if (/^application\/json\b|^text\//i.test(told)) {
    const body = parseJson(reply.text())
    if (!isRecord(body)) return invalidReply(target, `text (${told}) in place of audio`, reply.text(), reply.headers)
    const audio = textOf(body.audio_data) // Mistral's answer
    const bytes = audio === undefined ? undefined : fromBase64(audio)
    if (bytes !== undefined && bytes.length > 0) return speechReply(bytes, type)
    if (audio !== undefined) return lacking('readable audio', reply, target)
    return { failure: embeddedFailure(body, target, openAiErrorRules(target.provider.name), reply.headers) }
  }
  const bytes = reply.bytes()
  if (bytes.length === 0) return invalidReply(target, 'no audio', '', reply.headers)
  return speechReply(bytes, /^(|application\/octet-stream)$/.test(told) ? type : told)
}
