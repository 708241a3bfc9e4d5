/** `POST /v1/text_to_image`; an edit is a picture drawn after references. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { ImageReply } from '../../protocol/images.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { toBase64 } from '../shared/base64.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { dataUrlOf, editedImages, imageReply, imageSize, joinImages, outputFormat, splitImages } from '../shared/image-terms.js'
import { type JsonRecord, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import type { Refusal } from '../shared/params.js'
import { uploadType } from '../shared/upload-type.js'
import { failedTask, isFile, nextLook, outputsOf, taskRequest } from './task.js'

type Drawing = Call<'images'> | Call<'imageEdits'>

/** Body of the endpoint. Source: Runway's API reference. */
export type RunwayImageBody = { model: string; promptText: string; ratio: string; referenceImages?: { uri: string; tag?: string }[] }

/** Sizes that the models draw. Source: Runway's API reference. */
const sizes = [
  ...['1024:1024', '1080:1080', '720:720', '1168:880', '1360:768', '1440:1080', '1080:1440', '1808:768', '1920:1080', '1080:1920'],
  ...['2112:912', '1280:720', '720:1280', '960:720', '720:960', '1680:720'],
] as const

/** Generation: one picture a task. */
export const runwayImages: EndpointCodec<'images', never> = {
  toRequest: drawRequest,
  follow: nextRequest,
  fromResponse: drawnReply,
  split: splitImages,
  join: joinImages,
}

/** Edits: the pictures are references for a new one. */
export const runwayEdits: EndpointCodec<'imageEdits', never> = {
  toRequest: editRequest,
  follow: nextRequest,
  fromResponse: drawnReply,
  split: splitImages,
  join: joinImages,
}

const takes = ['size', 'response_format'] as const
const refusedValues = ({ size }: JsonRecord): readonly Refusal[] =>
  size === undefined || size === 'auto' || imageSize(size) !== undefined ? [] : [{ name: 'size', why: 'a size is written as 1024x1024' }]

function drawRequest(call: Call<'images'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, takes, refusedValues)
  if (isFault(settled)) return settled
  const { request, native } = settled
  return textOf(request.prompt) === undefined
    ? badRequest(target, '`prompt` is empty or no text', 'prompt')
    : taskRequest(call, target, 'text_to_image', { ...bodyOf(request, target), ...native })
}

function editRequest(call: Call<'imageEdits'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, takes, refusedValues)
  if (isFault(settled)) return settled
  const { request, native } = settled
  const images = editedImages(request)
  if (images.length === 0) return badRequest(target, '`image` is missing: an edit needs at least one', 'image')
  const referenceImages = images.map((image) => ({ uri: dataUrlOf(image, uploadType(image, 'image/png')) }))
  return taskRequest(call, target, 'text_to_image', { ...bodyOf(request, target), referenceImages, ...native })
}

function bodyOf({ prompt, size }: JsonRecord, { model }: Target): RunwayImageBody {
  return { model, promptText: typeof prompt === 'string' ? prompt : '', ratio: nearest(size) }
}

/** The size that differs least in both directions. */
function nearest(size: unknown): string {
  const wanted = imageSize(size)
  if (wanted === undefined) return sizes[0]
  const distance = (ratio: string) => {
    const [width = 1, height = 1] = ratio.split(':').map(Number)
    return Math.abs(Math.log(width / wanted.width)) + Math.abs(Math.log(height / wanted.height))
  }
  return sizes.reduce<string>((best, ratio) => (distance(ratio) < distance(best) ? ratio : best), sizes[0])
}

function nextRequest(reply: HttpReply, call: Drawing, target: Target, round: number) {
  return nextLook(reply, { call, target, round }, () => call.request.response_format === 'b64_json')
}

function drawnReply(reply: HttpReply, call: Drawing, target: Target): ImageReply | Fault {
  if (isFile(reply)) {
    const bytes = reply.bytes()
    if (bytes.length === 0) return lacking('an image', reply, target)
    return imageReply([{ b64_json: toBase64(bytes) }], call, { output_format: outputFormat(reply.headers['content-type']) })
  }
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const urls = outputsOf(body)
  return urls.length > 0
    ? imageReply(
        urls.map((url) => ({ url })),
        call,
      )
    : failedTask(body, reply, target)
}
