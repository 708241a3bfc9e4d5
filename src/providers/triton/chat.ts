/** Chat over Triton's generate extension, or over `/infer` where the address names it. */
import type { ChatReply } from '../../protocol/chat.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, StreamEvent, Target } from '../adapter.js'
import { chatPrompt, promptStyle } from '../shared/chat-prompt.js'
import { invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { eventObject, type TextPiece, type TextStreamState, textReply } from '../shared/text-answer.js'
import { given, stopTexts, textRequest, tokenLimit } from '../shared/text-request.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { isTritonError, operationUrl, outputText, scalar } from './tensors.js'

/** Tokens of an answer where the caller sets no limit, LiteLLM's figures: the backends' own limit is a few words. */
const usualLimit = { generate: 2000, infer: 20 } as const

const takes = ['temperature', 'top_p', 'stop', 'seed', 'frequency_penalty', 'presence_penalty'] as const

/** The request, or why this model cannot take it. */
export function tritonRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const read = textRequest(call, target, takes)
  if (read.failure !== undefined) return read
  const { url, operation } = operationUrl(target, 'generate')
  const prompt = chatPrompt(read.turns, promptStyle(target.settings.hf_model_name ?? target.model))
  const { params, native } = read
  const settings = given({
    temperature: params.temperature,
    top_p: params.top_p,
    random_seed: params.seed,
    frequency_penalty: params.frequency_penalty,
    presence_penalty: params.presence_penalty,
  })
  const body =
    operation === 'infer'
      ? inferBody(prompt, { max_tokens: tokenLimit(params) ?? usualLimit.infer, ...settings, ...native })
      : {
          text_input: prompt,
          parameters: {
            max_tokens: tokenLimit(params) ?? usualLimit.generate,
            // the backend wants both, empty where there are none
            bad_words: [''],
            stop_words: stopTexts(params) ?? [''],
            ...settings,
            ...native,
          },
          stream: call.stream,
        }
  return {
    method: 'POST',
    url: operation === 'generate' && call.stream ? `${url}_stream` : url,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify(body),
  }
}

function inferBody(prompt: string, settings: JsonRecord): object {
  return { inputs: [scalar('text_input', prompt), ...Object.entries(settings).map(([name, value]) => scalar(name, value))] }
}

/** The answer, or the failure that its body reports. */
export function tritonReply(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (isTritonError(body)) return { failure: embeddedFailure(body, target, [], reply.headers) }
  const said = saidBy(body)
  if (said === undefined) return invalidReply(target, 'an answer without `text_output`', text, reply.headers)
  return textReply([{ text: said, finish: endOf(body) }], call, target)
}

function saidBy(body: JsonRecord): string | undefined {
  if (typeof body.text_output === 'string') return body.text_output
  return Array.isArray(body.text_output) ? body.text_output.map(String).join('') : outputText(body)
}

const endOf = (body: JsonRecord): unknown => body.finish_reason ?? body.stop_reason

/** One event: the next piece of the text. */
export function tritonPiece(event: StreamEvent, state: TextStreamState): Outcome<TextPiece> | undefined {
  const body = eventObject(event, state)
  if (isFault(body)) return body
  if (isTritonError(body)) return { failure: embeddedFailure(body, state.target, []) }
  const text = saidBy(body)
  if (text === undefined) return invalidReply(state.target, 'a stream event without `text_output`', event.data)
  return { text, finish: endOf(body), isLast: body.is_finished === true }
}
