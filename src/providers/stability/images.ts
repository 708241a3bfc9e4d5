/** `POST /v2beta/stable-image/…`: forms in, base64 in JSON out; one picture at a time. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { ImageReply } from '../../protocol/images.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest, fault, targetName } from '../shared/failure.js'
import { aspectRatio, editedImages, imageReply, isOddSize, joinImages, outputFormat, splitImages } from '../shared/image-terms.js'
import { type JsonRecord, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { type FormPart, formParts, multipart } from '../shared/multipart.js'
import type { Refusal } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import { uploadType } from '../shared/upload-type.js'
import { embeddedStabilityFailure } from './errors.js'
import { editPath, generatePath, isDiffusion3 } from './paths.js'

const ratios = ['1:1', '16:9', '9:16', '21:9', '9:21', '2:3', '3:2', '4:5', '5:4'] as const

/** How far a redrawn picture leaves the given one, where the caller says nothing: 0 keeps it, 1 ignores it. The API wants a value. */
const usualStrength = 0.7

/** Generation. */
export const stabilityImages: EndpointCodec<'images', never> = {
  toRequest: drawRequest,
  fromResponse: drawnReply,
  split: splitImages,
  join: joinImages,
}

/** Edits. A mask is white where the picture changes; without one the transparency of the picture itself counts. */
export const stabilityEdits: EndpointCodec<'imageEdits', never> = {
  toRequest: editRequest,
  fromResponse: drawnReply,
  split: splitImages,
  join: joinImages,
}

function refusedValues(request: JsonRecord): readonly Refusal[] {
  return [
    ...(request.response_format === 'url' ? [{ name: 'response_format', why: 'pictures come as b64_json only' }] : []),
    ...(isOddSize(request.size) ? [{ name: 'size', why: 'a size is written as 1024x1024' }] : []),
  ]
}

function drawRequest(call: Call<'images'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['size', 'response_format', 'output_format', 'style'], refusedValues)
  if (isFault(settled)) return settled
  const { request, native } = settled
  if (textOf(request.prompt) === undefined) return badRequest(target, '`prompt` is empty or no text', 'prompt')
  const fields = {
    prompt: request.prompt,
    aspect_ratio: aspectRatio(request.size, ratios),
    style_preset: request.style,
    ...modelField(target),
    output_format: request.output_format ?? 'png',
    ...native,
  }
  return formRequest(call, target, generatePath(target.model), formParts(fields))
}

function editRequest(call: Call<'imageEdits'>, target: Target): Outcome<HttpRequest> {
  const path = editPath(target.model)
  const redraws = path.includes('/generate/')
  const settled = settleEndpoint(call, target, ['response_format', 'output_format', 'mask', ...(redraws ? [] : ['size'])], refusedValues)
  if (isFault(settled)) return settled
  const { request, native } = settled
  const [image, ...more] = editedImages(request)
  if (image === undefined) return badRequest(target, '`image` is missing: an edit needs one', 'image')
  if (more.length > 0) return badRequest(target, `this model edits one picture, and \`image\` holds ${more.length + 1}`, 'image')
  const fields = {
    prompt: textOf(request.prompt),
    ...(!redraws && { aspect_ratio: aspectRatio(request.size, ratios) }),
    ...(redraws && { strength: usualStrength, ...modelField(target), ...(isDiffusion3(target.model) && { mode: 'image-to-image' }) }),
    output_format: request.output_format ?? 'png',
    ...native,
  }
  const files: FormPart[] = [{ name: 'image', value: { ...image, type: uploadType(image, 'image/png') } }]
  if (request.mask !== undefined) files.push({ name: 'mask', value: { ...request.mask, type: uploadType(request.mask, 'image/png') } })
  return formRequest(call, target, path, [...formParts(fields), ...files])
}

/** The versions of Stable Diffusion 3 share an address. */
function modelField({ model }: Target): JsonRecord {
  const name = model.slice(model.lastIndexOf('/') + 1)
  return isDiffusion3(model) && name !== 'sd3' ? { model: name } : {}
}

function formRequest(call: Call<'images'> | Call<'imageEdits'>, target: Target, path: string, parts: readonly FormPart[]): HttpRequest {
  // a form without a file must be one all the same
  const form = multipart(parts, call.random)
  return {
    method: 'POST',
    url: `${target.baseUrl.replace(/\/+$/, '').replace(/\/v2beta(\/stable-image)?$/, '')}${path}`,
    headers: requestHeaders(call, target, { 'content-type': form.contentType, accept: 'application/json' }),
    body: form.body,
  }
}

function drawnReply(reply: HttpReply, call: Call<'images'> | Call<'imageEdits'>, target: Target): ImageReply | Fault {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  if (body.finish_reason === 'CONTENT_FILTERED') {
    return fault(target, {
      kind: 'content-policy',
      code: 'content_policy_violation',
      type: 'invalid_request_error',
      message: `${targetName(target)}: the picture was filtered by the provider`,
      headers: reply.headers,
    })
  }
  const image = textOf(body.image)
  if (image !== undefined)
    return imageReply([{ b64_json: image }], call, { output_format: outputFormat(textOf(call.request.output_format) ?? 'png') })
  return body.errors === undefined ? lacking('an image', reply, target) : { failure: embeddedStabilityFailure(body, target, reply.headers) }
}
