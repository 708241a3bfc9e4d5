/** The chat body under watsonx.ai's names. */
import { isFault } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import type { Built } from '../openai/chat-request.js'
import type { JsonRecord } from '../shared/json.js'
import { modelMembers } from './url.js'

/** Model and project in the place of `model`; whether to stream is said by the URL. */
export function chatMembers(body: JsonRecord, _call: Call<'chat'>, target: Target): Built<JsonRecord> {
  const members = modelMembers(target)
  if (isFault(members)) return { ...members, body: undefined }
  const { model: _model, stream: _stream, stream_options: _options, tool_choice: choice, stop, ...rest } = body
  return {
    body: {
      ...members,
      ...rest,
      ...(choice !== undefined && { [typeof choice === 'string' ? 'tool_choice_option' : 'tool_choice']: choice }),
      ...(stop !== undefined && { stop: typeof stop === 'string' ? [stop] : stop }),
    },
  }
}
