/** Imagen: `predict`, on AI Studio and Vertex AI alike. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { ImageReply } from '../../protocol/images.js'
import type { Call, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest, fault, targetName } from '../shared/failure.js'
import { aspectRatio, imageReply, imageSize, isOddSize, outputFormat } from '../shared/image-terms.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { excerpt } from '../shared/mask.js'
import { requestHeaders } from '../shared/request-headers.js'
import { embeddedGeminiFailure } from './errors.js'
import { camelCase } from './native.js'
import type { ModelUrl } from './url.js'

/** Body of `predict`. Source: the Imagen API reference. */
export type ImagenBody = {
  instances: { prompt: string }[]
  parameters: {
    sampleCount: number
    aspectRatio?: string
    sampleImageSize?: '1K' | '2K'
    includeRaiReason?: boolean
    outputOptions?: { mimeType: 'image/png' | 'image/jpeg'; compressionQuality?: number }
    [native: string]: unknown
  }
}

const ratios = ['1:1', '3:4', '4:3', '9:16', '16:9'] as const

/** True for the models of the Imagen family. */
export function isImagen({ model }: Target): boolean {
  return /(^|\/)imagen/i.test(model) || model.startsWith('imagegeneration')
}

/** The request, or why Imagen cannot take it. */
export function imagenRequest(call: Call<'images'>, target: Target, url: ModelUrl): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['n', 'size', 'response_format', 'output_format', 'output_compression'], (request) => [
    ...(request.response_format === 'url' ? [{ name: 'response_format', why: 'pictures come as b64_json only' }] : []),
    ...(isOddSize(request.size) ? [{ name: 'size', why: 'a size is written as 1024x1024' }] : []),
    ...(request.output_format === 'webp' ? [{ name: 'output_format', why: 'png or jpeg' }] : []),
  ])
  if (isFault(settled)) return settled
  const { request, native } = settled
  if (typeof request.prompt !== 'string') return badRequest(target, '`prompt` is no text', 'prompt')
  const body: ImagenBody = { instances: [{ prompt: request.prompt }], parameters: parametersOf(request, native) }
  return {
    method: 'POST',
    url: url(target, 'predict'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify(body),
  }
}

/** `seed`, `negative_prompt`, `person_generation` and the like are parameters too. */
function parametersOf(request: JsonRecord, native: JsonRecord): ImagenBody['parameters'] {
  const ratio = aspectRatio(request.size, ratios)
  const pixels = imageSize(request.size)
  const quality = request.output_compression
  const own = Object.entries(native).filter(([key]) => key !== '__proto__')
  return {
    sampleCount: typeof request.n === 'number' ? request.n : 1,
    includeRaiReason: true,
    ...(ratio !== undefined && { aspectRatio: ratio }),
    ...(pixels !== undefined && Math.max(pixels.width, pixels.height) >= 2048 && { sampleImageSize: '2K' }),
    ...((request.output_format !== undefined || typeof quality === 'number') && {
      outputOptions: {
        mimeType: request.output_format === 'png' ? 'image/png' : 'image/jpeg',
        ...(typeof quality === 'number' && { compressionQuality: quality }),
      },
    }),
    ...Object.fromEntries(own.map(([key, value]) => [camelCase(key), value])),
  }
}

/** The pictures, or which filter took them. */
export function imagenReply(reply: HttpReply, call: Call<'images'>, target: Target): Outcome<ImageReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  if (isRecord(body.error)) return { failure: embeddedGeminiFailure(body, target, reply.headers) }
  const predictions = recordsOf(body.predictions)
  const images = predictions.filter(({ bytesBase64Encoded: bytes }) => textOf(bytes) !== undefined)
  if (images.length > 0) {
    const data = images.map(({ bytesBase64Encoded: bytes, prompt }) => ({
      b64_json: String(bytes),
      ...(textOf(prompt) !== undefined && { revised_prompt: String(prompt) }),
    }))
    return imageReply(data, call, { output_format: outputFormat(textOf(images[0]?.mimeType)) })
  }
  const why = predictions.map(({ raiFilteredReason }) => textOf(raiFilteredReason)).find((reason) => reason !== undefined)
  // an answer without predictions is how AI Studio says that all were filtered
  if (why === undefined && Object.keys(body).length > 0) return lacking('an image', reply, target)
  return fault(target, {
    kind: 'content-policy',
    code: 'content_policy_violation',
    type: 'invalid_request_error',
    message: `${targetName(target)}: every image was filtered${why === undefined ? '' : `: ${excerpt(why)}`}`,
    headers: reply.headers,
  })
}
