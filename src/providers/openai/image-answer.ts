/** Images of any OpenAI-compatible host, settled in place to what OpenAI would have written. */
import type { Outcome } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { ImageReply } from '../../protocol/images.js'
import type { Call, Target } from '../adapter.js'
import { imageAt } from '../shared/image-terms.js'
import { countOf, isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { dropNulls } from '../shared/params.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { hasError } from './chat-reply.js'
import { openAiErrorRules } from './errors.js'

/** The images, or the failure that the body reports. */
export function imageAnswer(reply: HttpReply, call: Call<'images'> | Call<'imageEdits'>, target: Target): Outcome<ImageReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  delete body.failure // would read as a Fault
  const data = recordsOf(body.data ?? body.images) // `images` on SiliconFlow
  if (data.length === 0) {
    if (hasError(body)) return { failure: embeddedFailure(body, target, openAiErrorRules(target.provider.name), reply.headers) }
    return lacking('images', reply, target)
  }
  for (const image of data) {
    dropNulls(image)
    const url = textOf(image.url)
    if (url !== undefined) {
      delete image.url
      Object.assign(image, imageAt(url))
    } else if (textOf(image.b64_json) === undefined) return lacking('content in an image', reply, target)
  }
  dropNulls(body)
  body.data = data
  if (typeof body.created !== 'number' || body.created === 0) body.created = Math.floor(call.now() / 1000)
  const usage = imageUsage(body.usage)
  if (usage === undefined) delete body.usage
  else body.usage = usage
  return body as unknown as ImageReply // data, created and usage were checked or set; the rest is optional
}

/** Token counts under either of their names; undefined where the host counts none. */
function imageUsage(reported: unknown): JsonRecord | undefined {
  if (!isRecord(reported)) return undefined
  const input = countOf(reported.input_tokens) ?? countOf(reported.prompt_tokens)
  const output = countOf(reported.output_tokens) ?? countOf(reported.completion_tokens)
  if (input === undefined && output === undefined) return undefined
  const counts = { input_tokens: input ?? 0, output_tokens: output ?? 0, total_tokens: (input ?? 0) + (output ?? 0) }
  const details = isRecord(reported.input_tokens_details) ? reported.input_tokens_details : { text_tokens: input ?? 0, image_tokens: 0 }
  return { ...reported, ...counts, input_tokens_details: details }
}
