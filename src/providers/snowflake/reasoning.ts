/** Reasoning of Claude behind Snowflake's OpenAI door: `reasoning: {effort | max_tokens}` in the place of two parameters. */
import type { Call, Target } from '../adapter.js'
import type { Built } from '../openai/chat-request.js'
import { isRecord, type JsonRecord } from '../shared/json.js'

/** Source: Snowflake's Chat Completions reference and a recorded request; OpenAI's own models keep `reasoning_effort`. */
export function reasoningMembers(body: JsonRecord, _call: Call<'chat'>, target: Target): Built<JsonRecord> {
  if (!/claude/i.test(target.model)) return { body }
  const { reasoning_effort: effort, thinking, ...rest } = body
  const budget = isRecord(thinking) && thinking.type === 'enabled' ? thinking.budget_tokens : undefined
  const asked = budget === undefined ? (effort === undefined ? undefined : { effort }) : { max_tokens: budget }
  return { body: { ...rest, ...(asked !== undefined && rest.reasoning === undefined && { reasoning: asked }) } }
}
