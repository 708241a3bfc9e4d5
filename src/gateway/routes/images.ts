/** `POST /images/…`: pictures from texts, and pictures changed. */
import { prepareCall } from '../call-options.js'
import { badRequest } from '../errors.js'
import { readForm } from '../form-body.js'
import { answerWhole, sendReply } from '../open-answer.js'
import { checkCall } from '../request-body.js'
import { requireText } from '../request-members.js'
import type { Route } from '../route.js'

export const imageGenerations: Route = {
  method: 'POST',
  paths: ['/images/generations', '/v1/images/generations', '/openai/deployments/:model/images/generations'],
  access: 'key',
  callType: 'aimage_generation',
  errors: 'openai',
  summary: 'Draws a picture.',
  tags: ['images'],
  handle: (call) => answerWhole(call, 'images', (body) => requireText(body, 'prompt')),
}

export const imageEdits: Route = {
  method: 'POST',
  paths: ['/images/edits', '/v1/images/edits', '/openai/deployments/:model/images/edits'],
  access: 'key',
  callType: 'aimage_edit',
  errors: 'openai',
  summary: 'Changes a picture.',
  tags: ['images'],
  body: 'multipart',
  handle: async (call) => {
    const asked = checkCall(call, await readForm(call.request))
    requireText(asked, 'prompt')
    if (asked.image === undefined) throw badRequest('image is missing: it is a part of the form with a file name', 'image')
    const { body, options } = prepareCall(call, asked)
    sendReply(call, asked.model, await call.calls.whole('imageEdits', body, options))
  },
}
