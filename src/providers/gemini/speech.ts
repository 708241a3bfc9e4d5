/** Speech with Gemini's TTS models: `generateContent` answers in bare samples, which get a WAV header here. */
import type { SpeechReply } from '../../protocol/audio.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { fromBase64 } from '../shared/base64.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { isRecord, textOf } from '../shared/json.js'
import { joinBytes } from '../shared/multipart.js'
import { requestHeaders } from '../shared/request-headers.js'
import { speechReply } from '../shared/speech-reply.js'
import { wavOf } from '../shared/wav.js'
import type { GeminiBody } from './body.js'
import { mediaAnswer, noMedia } from './media-answer.js'
import { withNative } from './native.js'
import type { ModelUrl } from './url.js'

/** Body of a speech request. */
export type GeminiSpeechBody = Pick<GeminiBody, 'contents'> & {
  generationConfig: { responseModalities: 'AUDIO'[]; speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: string } } } }
}

/** Samples a second where the answer does not say. Source: Google's speech guide. */
const usualRate = 24_000

/**
 * Speech at the addresses of one host. Without `response_format` the answer is WAV.
 * Differs: LiteLLM gives bare samples only; here `pcm` is bare and `wav` a file that players open.
 */
export function speechCodec(url: ModelUrl): EndpointCodec<'speech', never> {
  return { toRequest: (call, target) => speechRequest(call, target, url), fromResponse: spokenReply }
}

function speechRequest(call: Call<'speech'>, target: Target, url: ModelUrl): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['instructions', 'response_format'], ({ response_format: format }) =>
    format === undefined || format === 'wav' || format === 'pcm' ? [] : [{ name: 'response_format', why: 'wav or pcm' }],
  )
  if (isFault(settled)) return settled
  const { request, own } = settled
  const voice = textOf(isRecord(request.voice) ? request.voice.id : request.voice)
  if (textOf(request.input) === undefined) return badRequest(target, '`input` is empty or no text', 'input')
  if (voice === undefined) return badRequest(target, '`voice` is missing: name one of Gemini’s voices, such as Kore', 'voice')
  // the manner of speaking stands before the words, behind a colon, as the vendor's guide has it
  const manner = textOf(request.instructions)?.replace(/[\s:]+$/, '')
  const body: GeminiSpeechBody = {
    contents: [{ role: 'user', parts: [{ text: manner === undefined ? request.input : `${manner}: ${request.input}` }] }],
    generationConfig: { responseModalities: ['AUDIO'], speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } } },
  }
  return {
    method: 'POST',
    url: url(target, 'generateContent'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify(withNative(body, own, target)),
  }
}

function spokenReply(reply: HttpReply, call: Call<'speech'>, target: Target): Outcome<SpeechReply> {
  const answer = mediaAnswer(reply, target)
  if (isFault(answer)) return answer
  const pieces = answer.media.filter(({ mime }) => mime === '' || mime.startsWith('audio/'))
  const [first] = pieces
  if (first === undefined) return noMedia('audio', reply, target)
  const decoded = pieces.map(({ base64 }) => fromBase64(base64))
  const bytes = decoded.filter((piece) => piece !== undefined)
  if (bytes.length < decoded.length) return invalidReply(target, 'audio that is not base64', reply.text(), reply.headers)
  const samples = joinBytes(bytes)
  const { usage } = answer
  const counted = usage && { input_tokens: usage.prompt_tokens, output_tokens: usage.completion_tokens, total_tokens: usage.total_tokens }
  if (!/^(audio\/(l16|pcm)\b|$)/i.test(first.mime)) return speechReply(samples, first.mime, counted)
  if (call.request.response_format === 'pcm') return speechReply(samples, first.mime || 'audio/pcm', counted)
  const rate = Number(/rate=(\d{4,6})/i.exec(first.mime)?.[1] ?? usualRate)
  return speechReply(wavOf(samples, rate), 'audio/wav', counted)
}
