/** Sizes, files and replies of image calls, in the terms that all image hosts share. */
import type { GeneratedImage, ImageReply, ImageUsage } from '../../protocol/images.js'
import type { Upload } from '../../protocol/upload.js'
import type { Call, Endpoints } from '../adapter.js'
import { toBase64 } from './base64.js'
import { readDataUrl } from './data-url.js'

/** Width and height in pixels. */
export type ImageSize = { readonly width: number; readonly height: number }

/** `1024x768`; undefined for `auto` and whatever else is no size. */
export function imageSize(size: unknown): ImageSize | undefined {
  const [, width, height] = (typeof size === 'string' && /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(size)) || []
  return width === undefined || height === undefined ? undefined : { width: Number(width), height: Number(height) }
}

/** The ratio of the list that comes closest to a size, for hosts that take no pixels; a size that is a ratio already passes. */
export function aspectRatio(size: unknown, ratios: readonly string[]): string | undefined {
  if (typeof size === 'string' && /^\d+:\d+$/.test(size)) return size
  const pixels = imageSize(size)
  if (pixels === undefined) return undefined
  const wanted = Math.log(pixels.width / pixels.height)
  const distance = (ratio: string) => Math.abs(Math.log(Number(ratio.split(':')[0]) / Number(ratio.split(':')[1])) - wanted)
  return ratios.reduce((best, ratio) => (distance(ratio) < distance(best) ? ratio : best))
}

/** True where a size is given that a host cannot be told. */
export function isOddSize(size: unknown): boolean {
  return size !== undefined && size !== 'auto' && imageSize(size) === undefined && (typeof size !== 'string' || !/^\d+:\d+$/.test(size))
}

/** Mode of a call: only images and edits are meant. */
type ImageEndpoint = 'images' | 'imageEdits'

/** The reply; `more` names form and usage where the host tells. */
export function imageReply(
  data: readonly GeneratedImage[],
  { now }: Call<ImageEndpoint>,
  more: { readonly output_format?: ImageReply['output_format'] | undefined; readonly usage?: ImageUsage | undefined } = {},
): ImageReply {
  return {
    created: Math.floor(now() / 1000),
    data: [...data],
    ...(more.output_format !== undefined && { output_format: more.output_format }),
    ...(more.usage !== undefined && { usage: more.usage }),
  }
}

/** An image by its address; a data URL becomes the base64 that it holds. */
export function imageAt(url: string): GeneratedImage {
  const data = readDataUrl(url)
  return data === undefined ? { url } : { b64_json: data.base64 }
}

/** `image/png` → `png`; undefined for types that OpenAI does not name. */
export function outputFormat(mime: string | undefined): ImageReply['output_format'] | undefined {
  const name = mime
    ?.toLowerCase()
    .replace(/^image\//, '')
    .replace(/^jpg$/, 'jpeg')
  return name === 'png' || name === 'jpeg' || name === 'webp' ? name : undefined
}

/** For hosts that make one image at a time: a request for each of `n`. */
export function splitImages<E extends ImageEndpoint>({ request }: Call<E>): readonly Endpoints[E]['request'][] | undefined {
  const { n } = request
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 2 || n > 10) return undefined
  return Array.from({ length: n }, () => ({ ...request, n: 1 }))
}

/** The images of all replies as one reply, tokens added up. */
export function joinImages(replies: readonly ImageReply[], call: Call<ImageEndpoint>): ImageReply {
  const [first] = replies
  const usages = replies.flatMap(({ usage }) => usage ?? [])
  const sum = (of: (usage: ImageUsage) => number | undefined) => usages.reduce((total, usage) => total + (of(usage) ?? 0), 0)
  const cached = sum((usage) => usage.input_tokens_details?.cached_tokens)
  const data = replies.flatMap((reply) => reply.data)
  // Counts of some replies alone would be too few for all.
  if (first === undefined || usages.length < replies.length) {
    const { usage: _some, ...head } = first ?? imageReply([], call)
    return { ...head, data }
  }
  return {
    ...first,
    data,
    usage: {
      input_tokens: sum((usage) => usage.input_tokens),
      output_tokens: sum((usage) => usage.output_tokens),
      total_tokens: sum((usage) => usage.total_tokens),
      input_tokens_details: {
        image_tokens: sum((usage) => usage.input_tokens_details?.image_tokens),
        text_tokens: sum((usage) => usage.input_tokens_details?.text_tokens),
        ...(cached > 0 && { cached_tokens: cached }),
      },
      output_tokens_details: {
        image_tokens: sum((usage) => usage.output_tokens_details?.image_tokens),
        text_tokens: sum((usage) => usage.output_tokens_details?.text_tokens),
      },
    },
  }
}

/** The images of an edit; an empty list where the caller gave none. */
export function editedImages({ image }: Endpoints['imageEdits']['request']): readonly Upload[] {
  return Array.isArray(image) ? image : []
}

/** A file as data URL. */
export function dataUrlOf(file: Upload, type: string): string {
  return `data:${type};base64,${toBase64(file.bytes)}`
}
