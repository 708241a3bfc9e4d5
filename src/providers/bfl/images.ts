/** `POST /v1/{model}`, then the address that it names until the picture is ready. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { ImageReply } from '../../protocol/images.js'
import type { Call, EndpointCodec, FollowUp, Target } from '../adapter.js'
import { toBase64 } from '../shared/base64.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest, fault, invalidReply, targetName } from '../shared/failure.js'
import {
  aspectRatio,
  editedImages,
  imageReply,
  imageSize,
  isOddSize,
  joinImages,
  outputFormat,
  splitImages,
} from '../shared/image-terms.js'
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { excerpt } from '../shared/mask.js'
import type { Refusal } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { bflErrorRules } from './errors.js'
import { bflUrl, isOwnAddress } from './url.js'

type Drawing = Call<'images'> | Call<'imageEdits'>

/** Body of a job. Source: the vendor's API reference. */
export type BflBody = {
  prompt?: string
  width?: number
  height?: number
  aspect_ratio?: string
  output_format?: string
  /** Pictures to change in base64; further ones are `input_image_2` and so on. */
  input_image?: string
  image?: string
  mask?: string
  [native: string]: unknown
}

/** Generation: one picture a job. */
export const bflImages: EndpointCodec<'images', never> = {
  toRequest: drawRequest,
  follow: nextRequest,
  fromResponse: drawnReply,
  split: splitImages,
  join: joinImages,
}

/** Edits with the Kontext and FLUX.2 models, and with the tools that fill and expand. */
export const bflEdits: EndpointCodec<'imageEdits', never> = {
  toRequest: editRequest,
  follow: nextRequest,
  fromResponse: drawnReply,
  split: splitImages,
  join: joinImages,
}

/** Wait between two looks at a job, milliseconds, as the vendor's guide advises. */
const pollMs = 500
/** Looks after which a job counts as lost: ten minutes. The call's own timeout ends it sooner. */
const mostRounds = 1200

const ratios = ['1:1', '16:9', '9:16', '21:9', '9:21', '4:3', '3:4', '3:2', '2:3', '4:5', '5:4'] as const
const takes = ['size', 'response_format', 'output_format'] as const

const refusedValues = ({ size }: JsonRecord): readonly Refusal[] =>
  isOddSize(size) ? [{ name: 'size', why: 'a size is written as 1024x1024' }] : []

function drawRequest(call: Call<'images'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, takes, refusedValues)
  if (isFault(settled)) return settled
  const { request, native } = settled
  if (textOf(request.prompt) === undefined) return badRequest(target, '`prompt` is empty or no text', 'prompt')
  return jobRequest(call, target, { prompt: request.prompt, ...formOf(request, target), ...native })
}

function editRequest(call: Call<'imageEdits'>, target: Target): Outcome<HttpRequest> {
  const isTool = /-(fill|expand)(-|$)/.test(target.model)
  const settled = settleEndpoint(call, target, isTool ? ['response_format', 'output_format', 'mask'] : takes, refusedValues)
  if (isFault(settled)) return settled
  const { request, native } = settled
  const images = editedImages(request).map(({ bytes }) => toBase64(bytes))
  const [first] = images
  if (first === undefined) return badRequest(target, '`image` is missing: an edit needs at least one', 'image')
  if (isTool && images.length > 1) return badRequest(target, `this model edits one picture, and \`image\` holds ${images.length}`, 'image')
  const pictures = isTool
    ? { image: first, ...(request.mask !== undefined && { mask: toBase64(request.mask.bytes) }) }
    : Object.fromEntries(images.map((image, at) => [at === 0 ? 'input_image' : `input_image_${at + 1}`, image]))
  const prompt = textOf(request.prompt)
  return jobRequest(call, target, { ...(prompt !== undefined && { prompt }), ...pictures, ...formOf(request, target), ...native })
}

/** Ratios for the models that take no pixels. */
function formOf({ size, output_format: format }: JsonRecord, { model }: Target): BflBody {
  const ratio = aspectRatio(size, ratios)
  const pixels = imageSize(size)
  const byRatio = pixels === undefined || /ultra|kontext/.test(model)
  return {
    ...(byRatio ? ratio !== undefined && { aspect_ratio: ratio } : pixels),
    ...(typeof format === 'string' && { output_format: format }),
  }
}

function jobRequest(call: Drawing, target: Target, body: BflBody): HttpRequest {
  const path = target.model.split('/').map(encodeURIComponent).join('/')
  return { method: 'POST', url: bflUrl(target, path), headers: requestHeaders(call, target, {}), body: JSON.stringify(body) }
}

function nextRequest(reply: HttpReply, call: Drawing, target: Target, round: number, sent?: HttpRequest): Outcome<FollowUp | undefined> {
  if (isPicture(reply)) return undefined
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const place = textOf(body.polling_url)
  if (place !== undefined) {
    if (!isOwnAddress(place, target)) return invalidReply(target, 'a polling address outside of its own hosts', place, reply.headers)
    return { request: lookRequest(place, call, target), afterMs: pollMs }
  }
  const status = body.status ?? body.state
  if (status === 'Ready') return pictureRequest(body, call, target)
  if (status !== 'Pending') return failedJob(body, status, reply, target)
  if (round > mostRounds)
    return fault(target, {
      kind: 'timeout',
      code: 'job_timeout',
      message: `${targetName(target)}: the picture is not ready after ${round} looks`,
    })
  const again = sent?.method === 'GET' ? sent.url : bflUrl(target, `get_result?id=${encodeURIComponent(String(body.id ?? ''))}`)
  return { request: lookRequest(again, call, target), afterMs: pollMs }
}

function lookRequest(url: string, call: Drawing, target: Target): HttpRequest {
  const { 'content-type': _none, ...headers } = requestHeaders(call, target, {})
  return { method: 'GET', url, headers }
}

/** The picture itself, where its bytes are wanted and not its address. */
function pictureRequest(body: JsonRecord, { request }: Drawing, target: Target): Outcome<FollowUp | undefined> {
  const sample = sampleOf(body)
  if (request.response_format !== 'b64_json' || sample === undefined) return undefined
  if (!/^https:\/\//i.test(sample)) return invalidReply(target, 'a picture at an address that is not https', sample)
  return { request: { method: 'GET', url: sample, headers: {} }, afterMs: 0 }
}

const sampleOf = ({ result }: JsonRecord) => (isRecord(result) ? textOf(result.sample) : undefined)

function failedJob(body: JsonRecord, status: unknown, reply: HttpReply, target: Target): Fault {
  if (status === undefined) {
    return body.detail === undefined
      ? lacking('a status', reply, target)
      : { failure: embeddedFailure(body, target, bflErrorRules, reply.headers) }
  }
  const word = String(status)
  const isModerated = /moderated/i.test(word)
  return fault(target, {
    kind: isModerated ? 'content-policy' : 'internal',
    code: isModerated ? 'content_policy_violation' : 'job_failed',
    type: isModerated ? 'invalid_request_error' : null,
    message: `${targetName(target)}: no picture was made: ${excerpt(word)}`,
    headers: reply.headers,
  })
}

function isPicture({ headers }: HttpReply): boolean {
  return /^(image\/|application\/octet-stream)/i.test(headers['content-type'] ?? '')
}

function drawnReply(reply: HttpReply, call: Drawing, target: Target): ImageReply | Fault {
  if (isPicture(reply)) {
    const format = outputFormat(reply.headers['content-type'])
    const bytes = reply.bytes()
    return bytes.length === 0
      ? lacking('an image', reply, target)
      : imageReply([{ b64_json: toBase64(bytes) }], call, { output_format: format })
  }
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const url = sampleOf(body)
  return url === undefined ? failedJob(body, body.status ?? body.state, reply, target) : imageReply([{ url }], call)
}
