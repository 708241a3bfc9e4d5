/** The response object around the items that the bridge makes. */
import type { ChatReply, FinishReason, Usage } from '../../protocol/chat.js'
import type { ResponsesReply } from '../../protocol/responses.js'
import type { Call } from '../adapter.js'
import { outputText } from '../openai-responses/output-text.js'
import type { JsonRecord } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { responsesUsage } from '../shared/responses-usage.js'
import { itemsOf } from './items.js'
import { tokensOf } from './told.js'

/** What is known of a response besides its output. */
export type Head = { readonly id: string; readonly createdAt: number; readonly model: string }

/** Why an answer is not whole; undefined where it is. */
export function incompleteReason(finish: FinishReason | null): 'max_output_tokens' | 'content_filter' | undefined {
  return finish === 'length' ? 'max_output_tokens' : finish === 'content_filter' ? 'content_filter' : undefined
}

/** A response at any time of its life; what the caller asked for is repeated in it, as OpenAI does. */
export function responseObject(
  { id, createdAt, model }: Head,
  { request }: Call<'responses'>,
  output: readonly JsonRecord[],
  end: { readonly finish: FinishReason | null; readonly usage: Usage | undefined } | undefined,
): ResponsesReply {
  const reason = incompleteReason(end?.finish ?? null)
  const response: JsonRecord = {
    id,
    object: 'response',
    created_at: createdAt,
    status: end === undefined ? 'in_progress' : reason === undefined ? 'completed' : 'incomplete',
    error: null,
    incomplete_details: reason === undefined ? null : { reason },
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    metadata: request.metadata ?? {},
    model,
    output,
    output_text: outputText(output),
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: request.reasoning ?? { effort: null, summary: null },
    store: false,
    temperature: request.temperature ?? null,
    text: request.text ?? { format: { type: 'text' } },
    tool_choice: request.tool_choice ?? 'auto',
    tools: request.tools ?? [],
    top_p: request.top_p ?? null,
    truncation: 'disabled',
    usage: end?.usage === undefined ? null : responsesUsage(end.usage),
  }
  return response as unknown as ResponsesReply // every required member is set above
}

/** A chat reply as a response. */
export function responseOf(reply: ChatReply, call: Call<'responses'>): ResponsesReply {
  const [choice] = reply.choices
  const head = { id: newId(call.random, 'resp_'), createdAt: reply.created, model: reply.model }
  const finish = choice?.finish_reason ?? null
  const status = incompleteReason(finish) === undefined ? 'completed' : 'incomplete'
  const items = choice === undefined ? [] : itemsOf(choice.message, tokensOf(choice.logprobs), status, call.random)
  return responseObject(head, call, items, { finish, usage: reply.usage })
}
