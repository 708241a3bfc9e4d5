/** RAGFlow: OpenAI's chat format below the address of a chat assistant or an agent. Sources: its HTTP reference, LiteLLM's adapter. */
import type { Outcome } from '../protocol/failure.js'
import type { Adapter, Target } from './adapter.js'
import { wrappedChat } from './openai/wrapped.js'
import { openai } from './openai.js'
import { badRequest } from './shared/failure.js'

/** Adapter of the format `ragflow`: chat, whole and streamed. */
export const ragflow: Adapter = {
  format: 'ragflow',
  framing: 'sse',
  endpoints: {
    chat: wrappedChat({
      url: (_call, target) => ragflowUrl(target),
      body: (body, _call, target) => ({ body: { ...body, model: parts(target).model } }),
    }),
  },
  authorize: openai.authorize,
  toFailure: openai.toFailure,
}

/** `chat/{id}/{model}` or `agent/{id}/{model}`; the prefix has been taken off. */
function parts({ model }: Target): { readonly kind: string; readonly id: string; readonly model: string } {
  const [kind = '', id = '', ...rest] = model.split('/')
  return { kind, id, model: rest.join('/') || 'model' }
}

function ragflowUrl(target: Target): Outcome<string> {
  const { kind, id } = parts(target)
  if ((kind !== 'chat' && kind !== 'agent') || id === '') {
    return badRequest(
      target,
      'the model names no assistant; write ragflow/chat/{chat_id}/{model} or ragflow/agent/{agent_id}/{model}',
      'model',
    )
  }
  const base = target.baseUrl.replace(/(\/api)?\/v1$/, '')
  return `${base}/api/v1/${kind}s_openai/${encodeURIComponent(id)}/chat/completions`
}
