/** Image edits through InvokeModel: variations, inpainting, and pictures redrawn after a prompt. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Upload } from '../../protocol/upload.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { toBase64 } from '../shared/base64.js'
import { badRequest } from '../shared/failure.js'
import { editedImages, joinImages, splitImages } from '../shared/image-terms.js'
import type { JsonRecord } from '../shared/json.js'
import { amazonBody, imageFamily, imagesReply, invokeImages, settleImages, splitByFive } from './images.js'

/** Image edits. A mask is black where the picture changes (Amazon): transparency is not read. */
export const bedrockImageEdits: EndpointCodec<'imageEdits', never> = {
  toRequest: editRequest,
  fromResponse: imagesReply,
  split: (call, target) => (imageFamily(target) === 'amazon' ? splitByFive(call) : splitImages(call)),
  join: joinImages,
}

/** How far a redrawn picture leaves the given one, where the caller says nothing: 0 keeps it, 1 ignores it. The API wants a value. */
const usualStrength = 0.7

function editRequest(call: Call<'imageEdits'>, target: Target): Outcome<HttpRequest> {
  const family = imageFamily(target)
  if (family === undefined || family === 'sdxl') return badRequest(target, 'this model edits no images through InvokeModel', 'model')
  const settled = settleImages(call, target, family, ['mask'])
  if (isFault(settled)) return settled
  const { request, native } = settled
  const images = editedImages(request).map(({ bytes }) => toBase64(bytes))
  const [first] = images
  if (first === undefined) return badRequest(target, '`image` is missing: an edit needs at least one', 'image')
  const mask: Upload | undefined = request.mask
  if (family === 'amazon') return invokeImages(call, target, amazonBody(request, rest(native), amazonTask(request, images, mask, native)))
  const { output_format: format, prompt } = request
  return invokeImages(call, target, {
    prompt,
    image: first,
    ...(mask === undefined ? modeOf(target) : { mask: toBase64(mask.bytes) }),
    ...(typeof format === 'string' && { output_format: format }),
    ...native,
  })
}

/** Stable Diffusion 3 draws from words unless told otherwise; the edit services know nothing else. */
function modeOf(target: Target): JsonRecord {
  return /sd3|stable-image-(ultra|core)/.test(target.model) ? { mode: 'image-to-image', strength: usualStrength } : {}
}

const taskMembers = ['negativeText', 'maskPrompt', 'similarityStrength'] as const

/** What is native but belongs to no task. */
function rest(native: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(native).filter(([name]) => !taskMembers.some((member) => member === name)))
}

function amazonTask({ prompt }: JsonRecord, images: readonly string[], mask: Upload | undefined, native: JsonRecord): JsonRecord {
  const own = Object.fromEntries(taskMembers.filter((name) => native[name] !== undefined).map((name) => [name, native[name]]))
  const text = prompt === undefined ? {} : { text: prompt }
  if (mask === undefined && native.maskPrompt === undefined)
    return { taskType: 'IMAGE_VARIATION', imageVariationParams: { ...text, images, ...own } }
  const area = mask === undefined ? {} : { maskImage: toBase64(mask.bytes) }
  return { taskType: 'INPAINTING', inPaintingParams: { ...text, image: images[0], ...area, ...own } }
}
