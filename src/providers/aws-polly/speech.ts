/** `POST /v1/speech`: the model is an engine, the voice a name. */
import type { SpeechReply } from '../../protocol/audio.js'
import { type Failure, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, HttpFailure, Target } from '../adapter.js'
import { bedrockEmbedded, bedrockFailure } from '../bedrock/errors.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'
import { lacking } from '../shared/json-reply.js'
import { requestHeaders } from '../shared/request-headers.js'
import { speechReply } from '../shared/speech-reply.js'
import { wavOf } from '../shared/wav.js'

/** Body of the operation. Source: AWS's reference of SynthesizeSpeech. */
export type PollyBody = {
  Engine: string
  OutputFormat: string
  Text: string
  TextType: 'text' | 'ssml'
  VoiceId: string
  SampleRate?: string
  LanguageCode?: string
  LexiconNames?: string[]
}

/** Samples a second of Polly's bare samples, the most it gives. */
const rate = 16_000

/**
 * OpenAI's formats as Polly calls them; WAV is made here.
 * Differs: LiteLLM answers `aac` and `flac` with MP3, and `opus` with Vorbis; here they are refused.
 */
const formats: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [undefined, 'mp3'],
  ['mp3', 'mp3'],
  ['pcm', 'pcm'],
  ['wav', 'pcm'],
])

/** OpenAI's voices as LiteLLM turns them into Polly's. */
const voices: ReadonlyMap<string, string> = new Map([
  ['alloy', 'Joanna'],
  ['echo', 'Matthew'],
  ['fable', 'Amy'],
  ['onyx', 'Brian'],
  ['nova', 'Ivy'],
  ['shimmer', 'Kendra'],
])

/** Polly's members in the spelling that configs of LiteLLM have. */
const spelled: ReadonlyMap<string, string> = new Map([
  ['language_code', 'LanguageCode'],
  ['lexicon_names', 'LexiconNames'],
  ['sample_rate', 'SampleRate'],
])

const engines: ReadonlySet<string> = new Set(['standard', 'neural', 'long-form', 'generative'])

/** The codec of the operation. */
export const pollySpeech: EndpointCodec<'speech', never> = { toRequest: speakRequest, fromResponse: spokenReply }

/** Errors are written as those of every AWS service. */
export function pollyFailure(answer: HttpFailure, target: Target, now?: number): Failure {
  return bedrockFailure(answer, target, now)
}

function speakRequest(call: Call<'speech'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['response_format'], ({ response_format: format }) =>
    formats.has(format) ? [] : [{ name: 'response_format', why: 'mp3, pcm or wav; others of Polly’s by `OutputFormat`' }],
  )
  if (isFault(settled)) return settled
  const { request, native } = settled
  const text = textOf(request.input)
  const voice = textOf(isRecord(request.voice) ? request.voice.id : request.voice) ?? 'alloy'
  if (text === undefined) return badRequest(target, '`input` is empty or no text', 'input')
  const format = formats.get(request.response_format) ?? 'mp3'
  const engine = target.model.slice(target.model.lastIndexOf('/') + 1).toLowerCase()
  const own = ownMembers(native)
  const body: PollyBody = {
    Engine: engines.has(engine) ? engine : 'neural',
    OutputFormat: format,
    Text: text,
    TextType: /^\s*(<\?xml[^>]*>\s*)?<speak[\s>]/.test(text) ? 'ssml' : 'text',
    VoiceId: voices.get(voice) ?? voice,
    ...(format === 'pcm' && { SampleRate: String(rate) }),
  }
  return {
    method: 'POST',
    url: `${target.baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/speech`,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({ ...body, ...own }),
  }
}

function ownMembers(native: JsonRecord): JsonRecord {
  const own: JsonRecord = {}
  for (const [name, value] of Object.entries(native)) if (name !== '__proto__') own[spelled.get(name) ?? name] = value
  if (own.SampleRate !== undefined) own.SampleRate = String(own.SampleRate)
  return own
}

/** Samples a second of what was asked for. */
function rateOf(call: Call<'speech'>, target: Target): number {
  const settled = settleEndpoint(call, target, ['response_format'])
  const asked = isFault(settled) ? undefined : ownMembers(settled.native).SampleRate
  return Number(asked) || rate
}

function spokenReply(reply: HttpReply, call: Call<'speech'>, target: Target): Outcome<SpeechReply> {
  const { request } = call
  const type = reply.headers['content-type'] ?? ''
  if (type.startsWith('application/json')) {
    const body = parseJson(reply.text())
    return isRecord(body) ? { failure: bedrockEmbedded(body, target, reply.headers) } : lacking('audio', reply, target)
  }
  const bytes = reply.bytes()
  if (bytes.length === 0) return lacking('audio', reply, target)
  if (request.response_format === 'wav' && /^audio\/(pcm|l16)\b|^$/i.test(type))
    return speechReply(wavOf(bytes, rateOf(call, target)), 'audio/wav')
  return speechReply(bytes, type || 'audio/mpeg')
}
