/** `POST /images/generations` on OpenAI and compatible hosts. Images come whole. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { imageSize } from '../shared/image-terms.js'
import type { JsonRecord } from '../shared/json.js'
import { type Door, hostDoor } from './host-door.js'
import { hostCall, jsonRequest, noStream } from './host-request.js'
import { imageAnswer } from './image-answer.js'

/** The codec behind a door. */
export function images(door: Door = hostDoor): EndpointCodec<'images', never> {
  return { toRequest: (call, target) => imageRequest(call, target, door), fromResponse: imageAnswer }
}

function imageRequest(call: Call<'images'>, given: Target, door: Door): Outcome<HttpRequest> {
  const host = hostCall(call, given, door, noStream('images', ['stream', 'partial_images']))
  if (isFault(host)) return host
  if (host.own.form === 'width-height') splitSize(host.members)
  return jsonRequest(call, host, host.members)
}

/** `size: 1024x768` as two members; `auto` is left to the host. */
export function splitSize(members: JsonRecord): void {
  const size = imageSize(members.size)
  if (size === undefined && members.size !== 'auto') return
  delete members.size
  Object.assign(members, size)
}
