/** `POST /{model}`: pictures inside JSON where base64 is asked for, else bytes. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { ImageReply } from '../../protocol/images.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { toBase64 } from '../shared/base64.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { imageReply, imageSize, isOddSize, outputFormat } from '../shared/image-terms.js'
import { textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { requestHeaders } from '../shared/request-headers.js'
import { embeddedFailure } from '../shared/to-failure.js'

/** Body of most models; `negative_prompt`, `num_inference_steps` and the like pass beside it. Source: Segmind's model pages. */
export type SegmindBody = { prompt: string; base64: true; samples?: number; img_width?: number; img_height?: number; style?: string }

/** The codec of the endpoint. */
export const segmindImages: EndpointCodec<'images', never> = { toRequest: drawRequest, fromResponse: drawnReply }

function drawRequest(call: Call<'images'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['n', 'size', 'style', 'response_format'], ({ size, response_format: format }) => [
    ...(format === 'url' ? [{ name: 'response_format', why: 'pictures come as b64_json only' }] : []),
    ...(isOddSize(size) ? [{ name: 'size', why: 'a size is written as 1024x1024' }] : []),
  ])
  if (isFault(settled)) return settled
  const { request, native } = settled
  if (textOf(request.prompt) === undefined) return badRequest(target, '`prompt` is empty or no text', 'prompt')
  const size = imageSize(request.size)
  const body: SegmindBody = {
    prompt: request.prompt,
    ...(typeof request.n === 'number' && { samples: request.n }),
    ...(size !== undefined && { img_width: size.width, img_height: size.height }),
    ...(typeof request.style === 'string' && { style: request.style }),
    base64: true,
  }
  const path = target.model.split('/').map(encodeURIComponent).join('/')
  return {
    method: 'POST',
    url: `${target.baseUrl.replace(/\/+$/, '')}/${path}`,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({ ...body, ...native }),
  }
}

function drawnReply(reply: HttpReply, call: Call<'images'>, target: Target): ImageReply | Fault {
  const type = reply.headers['content-type']
  if (type?.startsWith('image/') === true) {
    const bytes = reply.bytes()
    if (bytes.length === 0) return lacking('an image', reply, target)
    return imageReply([{ b64_json: toBase64(bytes) }], call, { output_format: outputFormat(type) })
  }
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { image, error } = read.body
  const images = (Array.isArray(image) ? image : [image]).flatMap((one) => textOf(one) ?? [])
  if (images.length > 0)
    return imageReply(
      images.map((one) => ({ b64_json: one })),
      call,
    )
  return error === undefined ? lacking('an image', reply, target) : { failure: embeddedFailure(read.body, target, [], reply.headers) }
}
