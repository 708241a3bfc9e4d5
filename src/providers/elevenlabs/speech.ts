/** `POST /v1/text-to-speech/{voice}`: the voice is the path, the format stands in the query. */
import type { SpeechReply } from '../../protocol/audio.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, parseJson, textOf } from '../shared/json.js'
import { lacking } from '../shared/json-reply.js'
import { queryOf } from '../shared/query.js'
import { requestHeaders } from '../shared/request-headers.js'
import { speechReply } from '../shared/speech-reply.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { wavOf } from '../shared/wav.js'
import { elevenLabsErrorRules } from './errors.js'
import { elevenLabsUrl } from './url.js'

/** Body of the endpoint. Source: ElevenLabs' API reference. */
export type ElevenLabsSpeechBody = { text: string; model_id: string; voice_settings?: { speed?: number; [native: string]: unknown } }

/** Samples a second of OpenAI's `pcm` and `wav`. */
const rate = 24_000

/**
 * OpenAI's formats as the query says them; WAV is made here of bare samples.
 * Differs: LiteLLM asks for samples at 44.1 kHz, which players of OpenAI's `pcm` play at half the speed.
 */
const formats: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [undefined, 'mp3_44100_128'],
  ['mp3', 'mp3_44100_128'],
  ['opus', 'opus_48000_128'],
  ['pcm', `pcm_${rate}`],
  ['wav', `pcm_${rate}`],
])

/** OpenAI's names for voices and the vendor's own voice that LiteLLM takes for each, so that configs keep their sound. */
const voices: ReadonlyMap<string, string> = new Map([
  ['alloy', '21m00Tcm4TlvDq8ikWAM'],
  ['amber', '5Q0t7uMcjvnagumLfvZi'],
  ['ash', 'AZnzlk1XvdvUeBnXmlld'],
  ['august', 'D38z5RcWu1voky8WS1ja'],
  ['blue', '2EiwWnXFnvU5JabPnv8n'],
  ['coral', '9BWtsMINqrJLrRacOk9x'],
  ['lily', 'EXAVITQu4vr4xnSDxMaL'],
  ['onyx', '29vD33N1CtxCmqQRPOHJ'],
  ['sage', 'CwhRBWXzGAHq8TQ4Fs17'],
  ['verse', 'CYw3kZ02Hs0563khs1Fj'],
])

/** Members that the API wants in the query. */
const queried: ReadonlySet<string> = new Set(['output_format', 'enable_logging', 'optimize_streaming_latency'])

/** The codec of the endpoint. */
export const elevenLabsSpeech: EndpointCodec<'speech', never> = { toRequest: speakRequest, fromResponse: spokenReply }

function speakRequest(call: Call<'speech'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['response_format', 'speed'], ({ response_format: format }) =>
    formats.has(format) ? [] : [{ name: 'response_format', why: 'mp3, opus, pcm or wav' }],
  )
  if (isFault(settled)) return settled
  const { request, native } = settled
  const voice = textOf(isRecord(request.voice) ? request.voice.id : request.voice)?.trim()
  if (textOf(request.input) === undefined) return badRequest(target, '`input` is empty or no text', 'input')
  if (voice === undefined || voice === '') return badRequest(target, '`voice` is missing: give the id of a voice', 'voice')
  const { voice_settings: given, ...members } = native
  const settings = { ...(typeof request.speed === 'number' && { speed: request.speed }), ...(isRecord(given) && given) }
  const body: ElevenLabsSpeechBody = {
    text: request.input,
    model_id: target.model,
    ...(Object.keys(settings).length > 0 && { voice_settings: settings }),
  }
  const of = (inQuery: boolean) => Object.fromEntries(Object.entries(members).filter(([name]) => queried.has(name) === inQuery))
  const query = queryOf({ output_format: formats.get(request.response_format), ...of(true) })
  return {
    method: 'POST',
    url: elevenLabsUrl(target.baseUrl, `text-to-speech/${encodeURIComponent(voices.get(voice.toLowerCase()) ?? voice)}${query}`),
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({ ...body, ...of(false) }),
  }
}

function spokenReply(reply: HttpReply, call: Call<'speech'>, target: Target): Outcome<SpeechReply> {
  const type = reply.headers['content-type'] ?? ''
  if (type.startsWith('application/json')) {
    const body = parseJson(reply.text())
    return isRecord(body)
      ? { failure: embeddedFailure(body, target, elevenLabsErrorRules, reply.headers) }
      : lacking('audio', reply, target)
  }
  const bytes = reply.bytes()
  if (bytes.length === 0) return lacking('audio', reply, target)
  const isBare = isOurWav(call, target) && new TextDecoder().decode(bytes.subarray(0, 4)) !== 'RIFF'
  return isBare ? speechReply(wavOf(bytes, rate), 'audio/wav') : speechReply(bytes, type || 'audio/mpeg')
}

/** A WAV of samples at our rate was asked for: not where the caller names the vendor's own format. */
function isOurWav(call: Call<'speech'>, target: Target): boolean {
  if (call.request.response_format !== 'wav') return false
  const settled = settleEndpoint(call, target, ['response_format', 'speed'])
  return isFault(settled) || settled.native.output_format === undefined
}
