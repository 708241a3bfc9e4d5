/** `POST /chat/completions`: chats of any provider, whole or streamed. */
import { prepareCall } from '../call-options.js'
import { sendChunks, sendReply } from '../open-answer.js'
import { withFiles } from '../pass-through/file-references.js'
import { relay } from '../relay/relay.js'
import { readCall } from '../request-body.js'
import { requireList } from '../request-members.js'
import type { GatewayCall, Route } from '../route.js'

export const chatCompletions: Route = {
  method: 'POST',
  paths: ['/chat/completions', '/v1/chat/completions', '/engines/:model/chat/completions', '/openai/deployments/:model/chat/completions'],
  access: 'key',
  isHot: true,
  callType: 'acompletion',
  errors: 'openai',
  summary: 'Answers a chat.',
  tags: ['chat'],
  handle: (call) => relay(call, 'chat') ?? parsed(call),
}

async function parsed(call: GatewayCall): Promise<void> {
  const asked = readCall(call)
  requireList(asked, 'messages')
  const { body, options } = prepareCall(call, await withFiles(call, asked))
  const { calls } = call
  if (body.stream === true) return sendChunks(call, asked.model, await calls.stream('chat', body, options))
  return sendReply(call, asked.model, await calls.whole('chat', body, options))
}
