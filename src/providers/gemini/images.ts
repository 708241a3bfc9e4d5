/** Images: Gemini's own models through `generateContent`, Imagen through `predict`. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { ImageReply, ImageUsage } from '../../protocol/images.js'
import type { Call, EndpointCodec, Endpoints, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { aspectRatio, imageReply, imageSize, isOddSize, joinImages, outputFormat, splitImages } from '../shared/image-terms.js'
import { isRecord, type JsonRecord } from '../shared/json.js'
import type { Refusal } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import type { GeminiBody, GeminiPart } from './body.js'
import { imagenReply, imagenRequest, isImagen } from './images-imagen.js'
import { mediaAnswer, noMedia } from './media-answer.js'
import { withNative } from './native.js'
import type { ModelUrl } from './url.js'

/** Form of a picture. A type test holds it against the vendor's own types. */
export type GeminiImageConfig = { aspectRatio?: string; imageSize?: '1K' | '2K' | '4K' }

/** Body of an image request. */
export type GeminiImageBody = Pick<GeminiBody, 'contents'> & {
  generationConfig: { responseModalities: ('TEXT' | 'IMAGE')[]; imageConfig?: GeminiImageConfig }
}

/** Ratios that Gemini's image models draw. Source: Google's image generation guide. */
const ratios = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'] as const

/** Image generation at the addresses of one host. Gemini's models draw one picture at a time, Imagen up to four. */
export function imagesCodec(url: ModelUrl): EndpointCodec<'images', never> {
  return {
    toRequest: (call, target) => (isImagen(target) ? imagenRequest(call, target, url) : generateRequest(call, target, url)),
    fromResponse: (reply, call, target) => (isImagen(target) ? imagenReply(reply, call, target) : drawnReply(reply, call, target)),
    split: (call, target) => (isImagen(target) ? splitImagen(call) : splitImages(call)),
    join: joinImages,
  }
}

const mostOfImagen = 4

function splitImagen({ request }: Call<'images'>): readonly Endpoints['images']['request'][] | undefined {
  const { n } = request
  if (typeof n !== 'number' || !Number.isInteger(n) || n <= mostOfImagen || n > 10) return undefined
  return Array.from({ length: Math.ceil(n / mostOfImagen) }, (_, at) => ({ ...request, n: Math.min(mostOfImagen, n - at * mostOfImagen) }))
}

function generateRequest(call: Call<'images'>, target: Target, url: ModelUrl): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['size', 'response_format'], refusedHere)
  if (isFault(settled)) return settled
  const { request, own } = settled
  return drawRequest({ call, target, url }, [{ text: request.prompt }], request, own)
}

/** Values that no picture of Gemini can have. */
export function refusedHere(request: JsonRecord): readonly Refusal[] {
  return [
    ...(request.response_format === 'url' ? [{ name: 'response_format', why: 'pictures come as b64_json only' }] : []),
    ...(isOddSize(request.size) ? [{ name: 'size', why: 'a size is written as 1024x1024' }] : []),
  ]
}

/** Where a request goes. */
export type DrawPlace = { readonly call: Call<'images'> | Call<'imageEdits'>; readonly target: Target; readonly url: ModelUrl }

/** A request that asks for a picture out of these parts. */
export function drawRequest(
  { call, target, url }: DrawPlace,
  parts: GeminiPart[],
  request: JsonRecord,
  own: JsonRecord,
): Outcome<HttpRequest> {
  if (parts.some((part) => part.text !== undefined && typeof part.text !== 'string'))
    return badRequest(target, '`prompt` is no text', 'prompt')
  const config = imageConfig(request)
  const body: GeminiImageBody = {
    contents: [{ role: 'user', parts }],
    generationConfig: { responseModalities: ['IMAGE'], ...(Object.keys(config).length > 0 && { imageConfig: config }) },
  }
  return {
    method: 'POST',
    url: url(target, 'generateContent'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify(withNative(body, own, target)),
  }
}

/** Pixels are chosen by ratio and class: up to 2K by default, more where the size says so. */
function imageConfig({ size }: JsonRecord): GeminiImageConfig {
  const ratio = aspectRatio(size, ratios)
  const pixels = imageSize(size)
  const longer = pixels === undefined ? 0 : Math.max(pixels.width, pixels.height)
  return {
    ...(ratio !== undefined && { aspectRatio: ratio }),
    ...(longer >= 2048 && { imageSize: longer >= 4096 ? '4K' : '2K' }),
  }
}

/** The pictures of an answer, for generation and edits alike. */
export function drawnReply(reply: HttpReply, call: Call<'images'> | Call<'imageEdits'>, target: Target): ImageReply | Fault {
  const answer = mediaAnswer(reply, target)
  if (isFault(answer)) return answer
  const images = answer.media.filter(({ mime }) => mime === '' || mime.startsWith('image/'))
  if (images.length === 0) return noMedia('an image', reply, target)
  return imageReply(
    images.map(({ base64 }) => ({ b64_json: base64 })),
    call,
    { output_format: outputFormat(images[0]?.mime), usage: usageOf(answer.usage) },
  )
}

function usageOf(usage: JsonRecord | undefined): ImageUsage | undefined {
  if (usage === undefined) return undefined
  const count = (value: unknown) => (typeof value === 'number' ? value : 0)
  const before = isRecord(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {}
  const after = isRecord(usage.completion_tokens_details) ? usage.completion_tokens_details : {}
  const [input, output, image] = [count(usage.prompt_tokens), count(usage.completion_tokens), count(before.image_tokens)]
  const cached = count(before.cached_tokens)
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    input_tokens_details: {
      image_tokens: image,
      text_tokens: input - image,
      ...(cached > 0 && { cached_tokens: cached }),
    },
    // thoughts of the model are priced as text
    output_tokens_details: { image_tokens: count(after.image_tokens), text_tokens: Math.max(0, output - count(after.image_tokens)) },
  }
}
