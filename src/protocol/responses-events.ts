/** Events of a streamed response. */
import type { ResponsesReply } from './responses.js'
import type { ResponsesOutputItem, ResponsesOutputText, ResponsesRefusal } from './responses-items.js'

/** Counts the events of a stream from 0. */
type Event<Type extends string> = { type: Type; sequence_number: number }
/** An event of one item. */
type ItemEvent<Type extends string> = Event<Type> & { item_id: string; output_index: number }
/** An event of one part of a message or of reasoning. */
type PartEvent<Type extends string> = ItemEvent<Type> & { content_index: number }
type SummaryEvent<Type extends string> = ItemEvent<Type> & { summary_index: number }
type SummaryPart = { type: 'summary_text'; text: string }
type Part = ResponsesOutputText | ResponsesRefusal | { type: 'reasoning_text'; text: string }
type Logprobs = { logprobs: { token: string; logprob: number; top_logprobs?: { token?: string; logprob?: number }[] }[] }

/** The response as a whole, at its beginning and at its end. */
type WholeEvent = Event<
  'response.created' | 'response.queued' | 'response.in_progress' | 'response.completed' | 'response.incomplete' | 'response.failed'
> & { response: ResponsesReply }

/** Stages of the provider's own tools. */
type StageEvent = ItemEvent<
  | `response.code_interpreter_call.${'in_progress' | 'interpreting' | 'completed'}`
  | `response.file_search_call.${'in_progress' | 'searching' | 'completed'}`
  | `response.web_search_call.${'in_progress' | 'searching' | 'completed'}`
  | `response.image_generation_call.${'in_progress' | 'generating' | 'completed'}`
  | `response.mcp_call.${'in_progress' | 'completed' | 'failed'}`
  | `response.mcp_list_tools.${'in_progress' | 'completed' | 'failed'}`
>

type DeltaEvent = ItemEvent<
  | 'response.function_call_arguments.delta'
  | 'response.custom_tool_call_input.delta'
  | 'response.code_interpreter_call_code.delta'
  | 'response.mcp_call_arguments.delta'
> & { delta: string }

/** One event of a streamed response. Providers send further types; look at `type` with a default. */
export type ResponsesEvent =
  | WholeEvent
  | StageEvent
  | DeltaEvent
  | (Event<'response.output_item.added' | 'response.output_item.done'> & { output_index: number; item: ResponsesOutputItem })
  | (PartEvent<'response.content_part.added' | 'response.content_part.done'> & { part: Part })
  | (PartEvent<'response.output_text.delta'> & Logprobs & { delta: string })
  | (PartEvent<'response.output_text.done'> & Logprobs & { text: string })
  | (PartEvent<'response.output_text.annotation.added'> & { annotation_index: number; annotation: unknown })
  | (PartEvent<'response.refusal.delta'> & { delta: string })
  | (PartEvent<'response.refusal.done'> & { refusal: string })
  | (PartEvent<'response.reasoning_text.delta'> & { delta: string })
  | (PartEvent<'response.reasoning_text.done'> & { text: string })
  | (SummaryEvent<'response.reasoning_summary_part.added'> & { part: SummaryPart })
  | (SummaryEvent<'response.reasoning_summary_part.done'> & { part: SummaryPart; status?: 'incomplete' })
  | (SummaryEvent<'response.reasoning_summary_text.delta'> & { delta: string })
  | (SummaryEvent<'response.reasoning_summary_text.done'> & { text: string })
  | (ItemEvent<'response.function_call_arguments.done'> & { name: string; arguments: string })
  | (ItemEvent<'response.custom_tool_call_input.done'> & { input: string })
  | (ItemEvent<'response.code_interpreter_call_code.done'> & { code: string })
  | (ItemEvent<'response.mcp_call_arguments.done'> & { arguments: string })
  | (ItemEvent<'response.image_generation_call.partial_image'> & { partial_image_b64: string; partial_image_index: number })
  | (Event<'response.audio.delta' | 'response.audio.transcript.delta'> & { delta: string })
  | Event<'response.audio.done' | 'response.audio.transcript.done'>
  | (Event<'error'> & { code: string | null; message: string; param: string | null })
