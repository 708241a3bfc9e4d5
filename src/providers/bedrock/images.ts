/** Images through InvokeModel: Amazon's own models, and Stability's in their two forms. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { ImageReply } from '../../protocol/images.js'
import type { Call, EndpointCodec, Endpoints, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest, fault, targetName } from '../shared/failure.js'
import { aspectRatio, imageReply, imageSize, isOddSize, joinImages, splitImages } from '../shared/image-terms.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { excerpt } from '../shared/mask.js'
import type { Refusal } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import { bedrockEmbedded } from './errors.js'
import { modelRoute, modelUrl } from './route.js'

/** Body of Titan Image Generator and Nova Canvas. Source: AWS's user guides of both. */
export type AmazonImageBody = {
  taskType: string
  imageGenerationConfig: { numberOfImages: number; width?: number; height?: number; quality?: string; cfgScale?: number; seed?: number }
  [task: string]: unknown
}
/** Body of Stable Diffusion XL, and of the models after it. Source: AWS's parameter pages of Stability's models. */
export type StabilityImageBody =
  | { text_prompts: { text: string; weight?: number }[]; width?: number; height?: number; [native: string]: unknown }
  | { prompt: string; aspect_ratio?: string; output_format?: string; [native: string]: unknown }

/** Who made the model, as far as bodies go. */
export type ImageFamily = 'amazon' | 'sdxl' | 'stability'

/** The family by the model's id; undefined for models that draw nothing. */
export function imageFamily(target: Target): ImageFamily | undefined {
  const { id } = modelRoute(target)
  if (/amazon\.(titan-image|nova-canvas)/.test(id)) return 'amazon'
  if (/stable-diffusion-xl/.test(id)) return 'sdxl'
  return /stability\./.test(id) ? 'stability' : undefined
}

/** Image generation. Amazon's models draw up to five at a time, Stability's one. */
export const bedrockImages: EndpointCodec<'images', never> = {
  toRequest: imagesRequest,
  fromResponse: imagesReply,
  split: (call, target) => (imageFamily(target) === 'amazon' ? splitByFive(call) : splitImages(call)),
  join: joinImages,
}

const mostOfAmazon = 5

/** Parts of five images for Amazon's models. */
export function splitByFive<E extends 'images' | 'imageEdits'>({ request }: Call<E>): readonly Endpoints[E]['request'][] | undefined {
  const { n } = request
  if (typeof n !== 'number' || !Number.isInteger(n) || n <= mostOfAmazon || n > 10) return undefined
  return [mostOfAmazon, n - mostOfAmazon].map((count) => ({ ...request, n: count }))
}

/** OpenAI's parameters that each family knows. */
const takes: { readonly [F in ImageFamily]: readonly string[] } = {
  amazon: ['n', 'size', 'quality', 'response_format'],
  sdxl: ['size', 'response_format', 'style'],
  stability: ['size', 'response_format', 'output_format'],
}

/** Parameters of the family, with values refused that it cannot be told. */
export function settleImages<E extends 'images' | 'imageEdits'>(
  call: Call<E>,
  target: Target,
  family: ImageFamily,
  more: readonly string[] = [],
) {
  return settleEndpoint(call, target, [...takes[family], ...more], refusedValues)
}

function refusedValues(request: JsonRecord): readonly Refusal[] {
  return [
    ...(request.response_format === 'url' ? [{ name: 'response_format', why: 'pictures come as b64_json only' }] : []),
    ...(isOddSize(request.size) ? [{ name: 'size', why: 'a size is written as 1024x1024' }] : []),
  ]
}

function imagesRequest(call: Call<'images'>, target: Target): Outcome<HttpRequest> {
  const family = imageFamily(target)
  if (family === undefined) return badRequest(target, 'this model draws no images through InvokeModel', 'model')
  const settled = settleImages(call, target, family)
  if (isFault(settled)) return settled
  const { request, native } = settled
  if (textOf(request.prompt) === undefined) return badRequest(target, '`prompt` is empty or no text', 'prompt')
  if (family === 'amazon') return invokeImages(call, target, amazonBody(request, native))
  return invokeImages(call, target, family === 'sdxl' ? sdxlBody(request, native) : stabilityBody(request, native))
}

/** The request to the model with this body. */
export function invokeImages(call: Call<'images'> | Call<'imageEdits'>, target: Target, body: JsonRecord): HttpRequest {
  return {
    method: 'POST',
    url: modelUrl(target, modelRoute(target), 'invoke'),
    headers: requestHeaders(call, target, { accept: 'application/json' }),
    body: JSON.stringify(body),
  }
}

/** Members of `imageGenerationConfig` that callers name at the top. */
const configMembers = ['cfgScale', 'seed', 'width', 'height', 'numberOfImages'] as const

/** Body of a task; `negativeText` belongs to the task's own parameters. Whatever else is native replaces or stands beside. */
export function amazonBody(request: JsonRecord, native: JsonRecord, task: JsonRecord = textToImage(request, native)): AmazonImageBody {
  const { negativeText: _used, imageGenerationConfig: config, ...rest } = native
  const size = imageSize(request.size)
  const own = Object.fromEntries(configMembers.filter((name) => rest[name] !== undefined).map((name) => [name, rest[name]]))
  for (const name of [...configMembers, ...Object.keys(task)]) delete rest[name]
  return {
    taskType: 'TEXT_IMAGE',
    ...task,
    imageGenerationConfig: {
      numberOfImages: typeof request.n === 'number' ? request.n : 1,
      ...size,
      ...(request.quality !== undefined && { quality: amazonQuality(request.quality) }),
      ...own,
      ...(isRecord(config) && config),
    },
    ...rest,
  }
}

/** Tasks that a caller may name instead of drawing from words, and where their words go. Source: AWS's user guide of Nova Canvas. */
const taskParams: ReadonlyMap<unknown, string> = new Map([
  ['COLOR_GUIDED_GENERATION', 'colorGuidedGenerationParams'],
  ['TEXT_IMAGE', 'textToImageParams'],
])

function textToImage({ prompt }: JsonRecord, native: JsonRecord): JsonRecord {
  const { negativeText, taskType = 'TEXT_IMAGE' } = native
  const name = taskParams.get(taskType)
  if (name === undefined) return {}
  const own = native[name]
  return { [name]: { text: prompt, ...(negativeText !== undefined && { negativeText }), ...(isRecord(own) && own) } }
}

function amazonQuality(quality: unknown): string {
  return quality === 'hd' || quality === 'high' || quality === 'premium' ? 'premium' : 'standard'
}

function sdxlBody(request: JsonRecord, native: JsonRecord): StabilityImageBody {
  return {
    text_prompts: [{ text: String(request.prompt), weight: 1 }],
    ...imageSize(request.size),
    ...(request.style !== undefined && { style_preset: request.style }),
    ...native,
  }
}

const ratios = ['1:1', '16:9', '21:9', '2:3', '3:2', '4:5', '5:4', '9:16', '9:21'] as const

function stabilityBody(request: JsonRecord, native: JsonRecord): StabilityImageBody {
  const ratio = aspectRatio(request.size, ratios)
  return {
    prompt: String(request.prompt),
    ...(ratio !== undefined && { aspect_ratio: ratio }),
    ...(typeof request.output_format === 'string' && { output_format: request.output_format }),
    ...native,
  }
}

/** `images` of base64 texts, or Stable Diffusion XL's `artifacts`. */
export function imagesReply(reply: HttpReply, call: Call<'images'> | Call<'imageEdits'>, target: Target): ImageReply | Fault {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const listed = listOf(body.images).flatMap((image) => textOf(image) ?? [])
  const artifacts = recordsOf(body.artifacts).filter(({ finishReason }) => finishReason !== 'CONTENT_FILTERED')
  const images = [...listed, ...artifacts.flatMap(({ base64 }) => textOf(base64) ?? [])]
  if (images.length > 0) {
    const format = call.request.output_format
    const asked = format === 'jpeg' || format === 'webp' ? format : undefined
    return imageReply(
      images.map((image) => ({ b64_json: image })),
      call,
      { output_format: asked },
    )
  }
  const why = filterOf(body)
  if (why !== undefined) {
    return fault(target, {
      kind: 'content-policy',
      code: 'content_policy_violation',
      type: 'invalid_request_error',
      message: `${targetName(target)}: every image was filtered: ${excerpt(why)}`,
      headers: reply.headers,
    })
  }
  const isError = textOf(body.message) !== undefined || textOf(body.Message) !== undefined
  return isError ? { failure: bedrockEmbedded(body, target, reply.headers) } : lacking('an image', reply, target)
}

/** `error` of Amazon's models, `finish_reasons` and `finishReason` of Stability's. */
function filterOf(body: JsonRecord): string | undefined {
  const reasons = listOf(body.finish_reasons).map(textOf)
  const artifacts = recordsOf(body.artifacts).map(({ finishReason }) => textOf(finishReason))
  return textOf(body.error) ?? [...reasons, ...artifacts].find((reason) => reason !== undefined && /filter/i.test(reason))
}
