/** Transcription and translation with Gemini's chat models: the audio and an instruction go through `generateContent`. */
import type { TranscriptionReply, TranscriptionUsage } from '../../protocol/audio.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { toBase64 } from '../shared/base64.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { textOf } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { transcriptionReply } from '../shared/transcription-terms.js'
import { uploadType } from '../shared/upload-type.js'
import type { GeminiBody } from './body.js'
import { type MediaAnswer, mediaAnswer, noMedia } from './media-answer.js'
import { withNative } from './native.js'
import type { ModelUrl } from './url.js'

type Listening = 'transcriptions' | 'translations'

/** Transcription at the addresses of one host. */
export function transcriptionsCodec(url: ModelUrl): EndpointCodec<'transcriptions', never> {
  return { toRequest: (call, target) => listenRequest(call, target, url), fromResponse: heardReply }
}

/** Translation into English at the addresses of one host. */
export function translationsCodec(url: ModelUrl): EndpointCodec<'translations', never> {
  return { toRequest: (call, target) => listenRequest(call, target, url), fromResponse: heardReply }
}

function listenRequest(call: Call<Listening>, target: Target, url: ModelUrl): Outcome<HttpRequest> {
  const settled = settleEndpoint<Listening>(
    call,
    target,
    ['language', 'prompt', 'response_format', 'temperature'],
    ({ response_format: format }) =>
      format === undefined || format === 'json' || format === 'text'
        ? []
        : [{ name: 'response_format', why: 'the model gives no times; json or text' }],
  )
  if (isFault(settled)) return settled
  const { request, own } = settled
  const body: GeminiBody = {
    contents: [
      {
        role: 'user',
        parts: [
          { inlineData: { mimeType: uploadType(request.file, 'audio/mpeg'), data: toBase64(request.file.bytes) } },
          { text: instruction(call.endpoint, textOf('language' in request ? request.language : undefined), textOf(request.prompt)) },
        ],
      },
    ],
    generationConfig: { temperature: typeof request.temperature === 'number' ? request.temperature : 0 },
  }
  if (request.file.bytes.length === 0) return badRequest(target, '`file` is empty', 'file')
  return {
    method: 'POST',
    url: url(target, 'generateContent'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify(withNative(body, own, target)),
  }
}

function instruction(endpoint: Listening, language: string | undefined, hint: string | undefined): string {
  const task =
    endpoint === 'translations'
      ? 'Translate what is said in this recording into English.'
      : 'Write down what is said in this recording, word for word, in the language it is spoken in.'
  const spoken = language === undefined ? '' : ` The language is ${language}.`
  const context = hint === undefined ? '' : ` Names and terms that may occur, or what was said before: ${hint}`
  return `${task} Answer with the text alone, without comments, headings or times.${spoken}${context}`
}

function heardReply(reply: HttpReply, call: Call<Listening>, target: Target): Outcome<TranscriptionReply> {
  const answer = mediaAnswer(reply, target)
  if (isFault(answer)) return answer
  // silence is transcribed as nothing; an answer that was not counted is no answer
  if (answer.text === '' && (answer.usage === undefined || answer.usage.completion_tokens > 0)) return noMedia('a text', reply, target)
  const heard = { text: answer.text.trim(), usage: usageOf(answer.usage) }
  return transcriptionReply(heard, call)
}

function usageOf(usage: MediaAnswer['usage']): TranscriptionUsage | undefined {
  if (usage === undefined) return undefined
  const audio = usage.prompt_tokens_details?.audio_tokens
  return {
    type: 'tokens',
    input_tokens: usage.prompt_tokens,
    output_tokens: usage.completion_tokens,
    total_tokens: usage.total_tokens,
    ...(audio !== undefined && { input_token_details: { audio_tokens: audio, text_tokens: Math.max(0, usage.prompt_tokens - audio) } }),
  }
}
