/** `POST /{model}` of the host that answers when the picture is there. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { ImageReply } from '../../protocol/images.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { aspectRatio, dataUrlOf, editedImages, imageAt, imageReply, imageSize, isOddSize, outputFormat } from '../shared/image-terms.js'
import { isRecord, type JsonRecord, listOf, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import type { Refusal } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { uploadType } from '../shared/upload-type.js'
import { falErrorRules } from './errors.js'

type Drawing = Call<'images'> | Call<'imageEdits'>

/** Body of most image models. Source: fal's model pages. */
export type FalBody = {
  prompt?: string
  num_images?: number
  image_size?: { width: number; height: number }
  aspect_ratio?: string
  output_format?: string
  /** True for pictures inside the answer, as data URLs. */
  sync_mode?: boolean
  image_url?: string
  image_urls?: string[]
  mask_url?: string
  [native: string]: unknown
}

/** Generation. */
export const falImages: EndpointCodec<'images', never> = { toRequest: drawRequest, fromResponse: drawnReply }

/** Edits. */
export const falEdits: EndpointCodec<'imageEdits', never> = { toRequest: editRequest, fromResponse: drawnReply }

/** Models that are told a ratio and not pixels. */
const byRatio = /ultra|imagen|nano-banana|kontext|bria|gemini/
const ratios = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '21:9'] as const

/** OpenAI's own models on fal know its parameters. */
function taken({ model }: Target): readonly string[] {
  const usual = ['n', 'size', 'response_format', 'output_format']
  return /gpt-image/.test(model) ? [...usual, 'quality', 'background', 'input_fidelity', 'mask'] : usual
}

const refusedValues = ({ size }: JsonRecord): readonly Refusal[] =>
  isOddSize(size) ? [{ name: 'size', why: 'a size is written as 1024x1024' }] : []

function drawRequest(call: Call<'images'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, taken(target), refusedValues)
  if (isFault(settled)) return settled
  const { request, native } = settled
  if (textOf(request.prompt) === undefined) return badRequest(target, '`prompt` is empty or no text', 'prompt')
  return modelRequest(call, target, { prompt: request.prompt, ...formOf(request, target), ...native })
}

function editRequest(call: Call<'imageEdits'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, [...taken(target), 'mask'], refusedValues)
  if (isFault(settled)) return settled
  const { request, native } = settled
  const urls = editedImages(request).map((image) => dataUrlOf(image, uploadType(image, 'image/png')))
  const [first] = urls
  if (first === undefined) return badRequest(target, '`image` is missing: an edit needs at least one', 'image')
  const takesList = /\/edit(-[a-z]+)?$|\/multi$/.test(target.model)
  if (!takesList && urls.length > 1) return badRequest(target, `this model edits one picture, and \`image\` holds ${urls.length}`, 'image')
  const prompt = textOf(request.prompt)
  return modelRequest(call, target, {
    ...(prompt !== undefined && { prompt }),
    ...(takesList ? { image_urls: urls } : { image_url: first }),
    ...(request.mask !== undefined && { mask_url: dataUrlOf(request.mask, uploadType(request.mask, 'image/png')) }),
    ...formOf(request, target),
    ...native,
  })
}

function formOf(request: JsonRecord, { model }: Target): FalBody {
  const pixels = imageSize(request.size)
  const ratio = aspectRatio(request.size, ratios)
  const isByRatio = pixels === undefined || byRatio.test(model)
  const kept = ['quality', 'background', 'input_fidelity', 'output_format'].filter((name) => request[name] !== undefined)
  return {
    ...(typeof request.n === 'number' && { num_images: request.n }),
    ...(isByRatio ? ratio !== undefined && { aspect_ratio: ratio } : { image_size: { ...pixels } }),
    ...Object.fromEntries(kept.map((name) => [name, request[name]])),
    ...(request.response_format === 'b64_json' && { sync_mode: true }),
  }
}

function modelRequest(call: Drawing, target: Target, body: FalBody): HttpRequest {
  const path = target.model.split('/').map(encodeURIComponent).join('/')
  return {
    method: 'POST',
    url: `${target.baseUrl.replace(/\/+$/, '')}/${path}`,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify(body),
  }
}

/** `images` as objects or addresses, or one `image`. */
function drawnReply(reply: HttpReply, call: Drawing, target: Target): ImageReply | Fault {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const listed = Array.isArray(body.images) ? listOf(body.images) : [body.image]
  const images = listed.flatMap((image) => {
    const url = textOf(isRecord(image) ? image.url : image)
    return url === undefined ? [] : [imageAt(url)]
  })
  const [first] = listed
  const type = isRecord(first) ? textOf(first.content_type) : undefined
  if (images.length > 0) return imageReply(images, call, { output_format: outputFormat(type) })
  return body.detail === undefined && body.error === undefined
    ? lacking('an image', reply, target)
    : { failure: embeddedFailure(body, target, falErrorRules, reply.headers) }
}
