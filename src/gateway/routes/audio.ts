/** `POST /audio/…`: speech into text, and text into speech. */
import type { TranscriptionReply } from '../../protocol/audio.js'
import type { Reply } from '../../runtime/client-types.js'
import { prepareCall } from '../call-options.js'
import type { CallBody } from '../calls.js'
import { badRequest } from '../errors.js'
import { readForm } from '../form-body.js'
import { beginAnswer, sendReply } from '../open-answer.js'
import { checkCall, readCall } from '../request-body.js'
import { requireText } from '../request-members.js'
import type { GatewayCall, Route } from '../route.js'

export const transcriptions: Route = {
  method: 'POST',
  paths: ['/audio/transcriptions', '/v1/audio/transcriptions', '/openai/deployments/:model/audio/transcriptions'],
  access: 'key',
  callType: 'atranscription',
  errors: 'openai',
  summary: 'Writes down what is said.',
  tags: ['audio'],
  body: 'multipart',
  handle: (call) => answerForm(call, 'transcriptions'),
}

export const translations: Route = {
  method: 'POST',
  paths: ['/audio/translations', '/v1/audio/translations', '/openai/deployments/:model/audio/translations'],
  access: 'key',
  callType: 'atranslation',
  errors: 'openai',
  summary: 'Writes down in English what is said.',
  tags: ['audio'],
  body: 'multipart',
  handle: (call) => answerForm(call, 'translations'),
}

export const speech: Route = {
  method: 'POST',
  paths: ['/audio/speech', '/v1/audio/speech', '/openai/deployments/:model/audio/speech'],
  access: 'key',
  callType: 'aspeech',
  errors: 'openai',
  summary: 'Says a text.',
  tags: ['audio'],
  handle: async (call) => {
    const asked = readCall(call)
    requireText(asked, 'input')
    const { body, options } = prepareCall(call, asked)
    const reply = await call.calls.whole('speech', body, options)
    beginAnswer(call, reply.meta).type(reply.contentType).send(Buffer.from(reply.bytes))
  },
}

async function answerForm(call: GatewayCall, endpoint: 'transcriptions' | 'translations'): Promise<void> {
  const asked = checkCall(call, await readForm(call.request))
  if (asked.file === undefined) throw badRequest('file is missing: it is a part of the form with a file name', 'file')
  if (asked.stream === true) throw badRequest('this gateway answers transcriptions whole: leave stream out', 'stream')
  const { body, options } = prepareCall(call, asked)
  const reply = await call.calls.whole(endpoint, body, options)
  sendTranscription(call, asked, reply)
}

/** Formats whose answer is text and not JSON. */
const plain: ReadonlySet<unknown> = new Set(['text', 'srt', 'vtt'])

function sendTranscription(call: GatewayCall, asked: CallBody, reply: Reply<TranscriptionReply>): void {
  if (!plain.has(asked.response_format)) {
    sendReply(call, asked.model, reply)
    return
  }
  beginAnswer(call, reply.meta).type('text/plain; charset=utf-8').send(reply.text)
}
