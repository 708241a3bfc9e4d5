/** `POST /images/edits`: images, a mask and what is to change, as a form; one host takes data URLs in JSON. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Upload } from '../../protocol/upload.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { badRequest } from '../shared/failure.js'
import { dataUrlOf, editedImages } from '../shared/image-terms.js'
import { isRecord, type JsonRecord } from '../shared/json.js'
import { isUpload, uploadType } from '../shared/upload-type.js'
import { type Door, hostDoor } from './host-door.js'
import { formRequest, type HostCall, hostCall, jsonRequest, noStream } from './host-request.js'
import { imageAnswer } from './image-answer.js'
import { splitSize } from './images.js'

/** The codec behind a door. */
export function imageEdits(door: Door = hostDoor): EndpointCodec<'imageEdits', never> {
  return { toRequest: (call, target) => editRequest(call, target, door), fromResponse: imageAnswer }
}

function editRequest(call: Call<'imageEdits'>, given: Target, door: Door): Outcome<HttpRequest> {
  const uploads = editedImages(call.request)
  if (uploads.length === 0 || !uploads.every(isUpload)) return badRequest(given, '`image` holds no file', 'image')
  const host = hostCall(call, given, door, noStream('images', ['stream', 'partial_images']))
  if (isFault(host)) return host
  const { image: _image, mask: _mask, ...fields } = host.members
  const files = uploads.map(typed)
  if (host.own.form === 'image-url') return byUrl(call, host, fields, files)
  if (host.own.form === 'json') return jsonRequest(call, host, { ...fields, ...inlined(files) })
  // OpenAI's own libraries write a single image without brackets
  const parts = files.map((value) => ({ name: files.length === 1 ? 'image' : 'image[]', value }))
  // the caller's own bytes: a mask that the host lacks is gone from the members
  const mask = isRecord(host.members.mask) ? call.request.mask : undefined
  return formRequest(call, host, fields, isUpload(mask) ? [...parts, { name: 'mask', value: typed(mask) }] : parts)
}

/** Hosts refuse images without a type. */
const typed = (file: Upload): Upload => ({ ...file, type: uploadType(file, 'image/png') })

/** Together's form: an image to begin from, beside what makes one from nothing. */
function byUrl(call: Call<'imageEdits'>, host: HostCall, fields: JsonRecord, [file, ...more]: readonly Upload[]): Outcome<HttpRequest> {
  if (file === undefined || more.length > 0) return badRequest(host.target, 'this host edits one image at a time', 'image')
  splitSize(fields)
  return jsonRequest(call, host, { ...fields, image_url: dataUrlOf(file, file.type) })
}

/** xAI's form: one image as `image`, several as `images`. */
function inlined(files: readonly Upload[]) {
  const [first, ...more] = files.map((file) => ({ type: 'image_url', url: dataUrlOf(file, file.type) }))
  return more.length === 0 ? { image: first } : { images: [first, ...more] }
}
