/** `POST /completions`: text that goes on from a prompt, whole or streamed. */
import { prepareCall } from '../call-options.js'
import { sendChunks, sendReply } from '../open-answer.js'
import { relay } from '../relay/relay.js'
import { readCall } from '../request-body.js'
import { requirePresent } from '../request-members.js'
import type { GatewayCall, Route } from '../route.js'

export const completions: Route = {
  method: 'POST',
  paths: ['/completions', '/v1/completions', '/engines/:model/completions', '/openai/deployments/:model/completions'],
  access: 'key',
  isHot: true,
  callType: 'atext_completion',
  errors: 'openai',
  summary: 'Goes on from a prompt.',
  tags: ['completions'],
  handle: (call) => relay(call, 'completions') ?? parsed(call),
}

async function parsed(call: GatewayCall): Promise<void> {
  const asked = readCall(call)
  requirePresent(asked, 'prompt')
  const { body, options } = prepareCall(call, asked)
  const { calls } = call
  if (body.stream === true) return sendChunks(call, asked.model, await calls.stream('completions', body, options))
  return sendReply(call, asked.model, await calls.whole('completions', body, options))
}
