/** Edits with Gemini's image models: the pictures go before the words that say what is to change. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { toBase64 } from '../shared/base64.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { editedImages, joinImages, splitImages } from '../shared/image-terms.js'
import { uploadType } from '../shared/upload-type.js'
import type { GeminiPart } from './body.js'
import { drawnReply, drawRequest, refusedHere } from './images.js'
import { isImagen } from './images-imagen.js'
import type { ModelUrl } from './url.js'

/** Image edits at the addresses of one host. */
export function imageEditsCodec(url: ModelUrl): EndpointCodec<'imageEdits', never> {
  return {
    toRequest: (call, target) => editRequest(call, target, url),
    fromResponse: drawnReply,
    split: splitImages,
    join: joinImages,
  }
}

function editRequest(call: Call<'imageEdits'>, target: Target, url: ModelUrl): Outcome<HttpRequest> {
  if (isImagen(target)) return badRequest(target, 'Imagen draws from words only here; edit with a Gemini image model', 'model')
  const settled = settleEndpoint(call, target, ['size', 'response_format'], refusedHere)
  if (isFault(settled)) return settled
  const { request, own } = settled
  const images = editedImages(request)
  if (images.length === 0) return badRequest(target, '`image` is missing: an edit needs at least one', 'image')
  const parts: GeminiPart[] = images.map((image) => ({
    inlineData: { mimeType: uploadType(image, 'image/png'), data: toBase64(image.bytes) },
  }))
  return drawRequest({ call, target, url }, [...parts, { text: request.prompt }], request, own)
}
