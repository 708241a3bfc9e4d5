/** Streamed responses: events as they come, and the response that the last of them carries. */
import type { ResponsesEvent, ResponsesReply } from '../../protocol/responses.js'
import { isRecord, recordsOf } from '../../providers/shared/json.js'
import { billedUsage } from '../bill.js'
import type { Reply } from '../client-types.js'
import type { PricedUsage } from '../cost.js'
import { OpenAnswerStream } from './answer-stream.js'
import type { StreamKind, StreamView } from './stream-kind.js'
import type { ResponsesStream } from './stream-types.js'

/** Events that come before there is anything to see. */
const opening: ReadonlySet<string> = new Set([
  'response.created',
  'response.queued',
  'response.in_progress',
  'response.output_item.added',
  'response.content_part.added',
  'response.reasoning_summary_part.added',
])

/** Events that carry the whole response. */
const closing: ReadonlySet<string> = new Set(['response.completed', 'response.incomplete', 'response.failed'])

/** Streams of the endpoint `responses`. */
export const responsesKind: StreamKind<'responses'> = {
  isContent: (event) => !opening.has(event.type),
  toChunks: wholeEvents,
  createView: () => new ResponsesView(),
}

export class OpenResponsesStream extends OpenAnswerStream<'responses'> implements ResponsesStream {
  finalResponse(): Promise<Reply<ResponsesReply>> {
    return this.final()
  }
}

class ResponsesView implements StreamView<ResponsesEvent, ResponsesReply> {
  #response: ResponsesReply | undefined
  usage: PricedUsage | undefined
  model: string | undefined
  tier: unknown
  /** Nothing is kept back: the last event carries the usage. */
  readonly last = undefined

  see(event: ResponsesEvent): ResponsesEvent {
    const response: unknown = 'response' in event ? event.response : undefined
    if (closing.has(event.type) && isResponse(response)) {
      this.#response = response
      this.model = response.model
      this.usage = billedUsage(response)
      this.tier = response.service_tier
    }
    return event
  }

  finish(): ResponsesReply | undefined {
    return this.#response
  }
}

/** As far as this file reads it; a codec has checked the rest. */
function isResponse(value: unknown): value is ResponsesReply {
  return isRecord(value) && typeof value.id === 'string' && Array.isArray(value.output)
}

/** Beginning, each text, each item, end. */
function wholeEvents(response: ResponsesReply): readonly ResponsesEvent[] {
  const events: { readonly type: ResponsesEvent['type']; readonly [member: string]: unknown }[] = [
    { type: 'response.created', response: { ...response, status: 'in_progress', output: [], output_text: '', usage: null } },
  ]
  for (const [output_index, item] of response.output.entries()) {
    events.push({ type: 'response.output_item.added', output_index, item })
    for (const [content_index, part] of recordsOf('content' in item ? item.content : undefined).entries()) {
      if (part.type !== 'output_text' || typeof part.text !== 'string') continue
      const place = { item_id: item.id, output_index, content_index }
      events.push({ type: 'response.output_text.delta', ...place, delta: part.text, logprobs: [] })
      events.push({ type: 'response.output_text.done', ...place, text: part.text, logprobs: [] })
    }
    events.push({ type: 'response.output_item.done', output_index, item })
  }
  const end = response.status === 'incomplete' || response.status === 'failed' ? response.status : 'completed'
  events.push({ type: `response.${end}`, response })
  return events.map((event, sequence_number) => ({ ...event, sequence_number })) as ResponsesEvent[] // each type with its members, as pushed above
}
