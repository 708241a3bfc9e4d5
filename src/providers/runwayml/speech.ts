/** `POST /v1/text_to_speech`: a task whose result is an MP3 file. */
import type { SpeechReply } from '../../protocol/audio.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { speechReply } from '../shared/speech-reply.js'
import { failedTask, isFile, nextLook, taskRequest } from './task.js'

/** Body of the endpoint. Source: Runway's API reference. */
export type RunwaySpeechBody = { model: string; promptText: string; voice: { type: 'runway-preset'; presetId: string } }

/** OpenAI's voices as LiteLLM turns them into Runway's. */
const voices: ReadonlyMap<string, string> = new Map([
  ['alloy', 'Maya'],
  ['echo', 'James'],
  ['fable', 'Bernard'],
  ['onyx', 'Vincent'],
  ['nova', 'Serene'],
  ['shimmer', 'Ella'],
])

/** The codec of the endpoint. */
export const runwaySpeech: EndpointCodec<'speech', never> = {
  toRequest: speakRequest,
  follow: (reply, call, target, round) => nextLook(reply, { call, target, round }, () => true),
  fromResponse: spokenReply,
}

function speakRequest(call: Call<'speech'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['response_format'], ({ response_format: format }) =>
    format === undefined || format === 'mp3' ? [] : [{ name: 'response_format', why: 'mp3' }],
  )
  if (isFault(settled)) return settled
  const { request, native } = settled
  const voice = textOf(isRecord(request.voice) ? request.voice.id : request.voice)
  if (textOf(request.input) === undefined) return badRequest(target, '`input` is empty or no text', 'input')
  const body: RunwaySpeechBody = {
    model: target.model,
    promptText: request.input,
    voice: { type: 'runway-preset', presetId: voices.get(voice ?? 'fable') ?? voice ?? 'Bernard' },
  }
  return taskRequest(call, target, 'text_to_speech', { ...body, ...native })
}

function spokenReply(reply: HttpReply, _call: Call<'speech'>, target: Target): Outcome<SpeechReply> {
  if (isFile(reply)) {
    const bytes = reply.bytes()
    return bytes.length === 0 ? lacking('audio', reply, target) : speechReply(bytes, reply.headers['content-type'] ?? 'audio/mpeg')
  }
  const read = jsonReply(reply, target)
  return read.body === undefined ? read : failedTask(read.body, reply, target)
}
