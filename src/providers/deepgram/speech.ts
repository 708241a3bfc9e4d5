/** `POST /speak`: the model's name is the voice's too. */
import type { SpeechReply } from '../../protocol/audio.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'
import { lacking } from '../shared/json-reply.js'
import { queryOf } from '../shared/query.js'
import { requestHeaders } from '../shared/request-headers.js'
import { speechReply } from '../shared/speech-reply.js'
import { embeddedDeepgramFailure } from './errors.js'

/** OpenAI's formats as the query says them. OpenAI's samples are 24 kHz. Source: Deepgram's media settings. */
const formats: ReadonlyMap<string, JsonRecord> = new Map<string, JsonRecord>([
  ['mp3', { encoding: 'mp3' }],
  ['opus', { encoding: 'opus', container: 'ogg' }],
  ['aac', { encoding: 'aac' }],
  ['flac', { encoding: 'flac' }],
  ['wav', { encoding: 'linear16', container: 'wav', sample_rate: 24_000 }],
  ['pcm', { encoding: 'linear16', container: 'none', sample_rate: 24_000 }],
])

/** The codec of the endpoint. */
export const deepgramSpeech: EndpointCodec<'speech', never> = { toRequest: speakRequest, fromResponse: spokenReply }

function speakRequest(call: Call<'speech'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['response_format'])
  if (isFault(settled)) return settled
  const { request, native } = settled
  if (textOf(request.input) === undefined) return badRequest(target, '`input` is empty or no text', 'input')
  const format = formats.get(request.response_format ?? 'mp3')
  if (format === undefined) return badRequest(target, `\`response_format\` is one of ${[...formats.keys()].join(', ')}`, 'response_format')
  const query = queryOf({ model: voiceModel(target.model, request.voice), ...format, ...native })
  return {
    method: 'POST',
    url: `${target.baseUrl.replace(/\/+$/, '').replace(/\/speak$/, '')}/speak${query}`,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({ text: request.input }),
  }
}

/** `aura-2-thalia-en` as a whole, as model or as voice; a family alone (`aura-2`) gets its voice. */
function voiceModel(model: string, given: unknown): string {
  const voice = textOf(isRecord(given) ? given.id : given)
  if (voice?.startsWith('aura-')) return voice
  return voice !== undefined && /^aura(-\d+)?$/.test(model) ? `${model}-${voice}-en` : model
}

function spokenReply(reply: HttpReply, _call: Call<'speech'>, target: Target): Outcome<SpeechReply> {
  const type = reply.headers['content-type'] ?? ''
  if (type.startsWith('application/json')) {
    const body = parseJson(reply.text())
    return isRecord(body) ? { failure: embeddedDeepgramFailure(body, target, reply.headers) } : lacking('audio', reply, target)
  }
  const bytes = reply.bytes()
  return bytes.length === 0 ? lacking('audio', reply, target) : speechReply(bytes, type || 'application/octet-stream')
}
