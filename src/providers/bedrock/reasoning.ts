/** Reasoning effort and thinking: each vendor on Bedrock has a member of its own for it. */
import type { ChatRequest } from '../../protocol/chat.js'
import type { Call, Target } from '../adapter.js'
import { type ThinkingSetup, thinkingSetup } from '../anthropic/thinking.js'
import { listOf, recordsOf } from '../shared/json.js'
import type { Refusal } from '../shared/params.js'
import type { JsonMap } from './body.js'
import type { Family } from './route.js'

/** `additionalModelRequestFields` that steer reasoning, Claude's own setup where the model is one, and what cannot be sent. */
export type ReasoningSetup = { readonly fields: JsonMap; readonly claude: ThinkingSetup; readonly refused: readonly Refusal[] }

/** Vendors whose models on Bedrock do not reason. */
const unreasoning: ReadonlySet<Family> = new Set<Family>(['titan', 'cohere', 'meta', 'mistral'])

/**
 * The members for this model; none where the caller asks for nothing.
 * Differs: LiteLLM sets a token limit of 4,096 above the budget where the caller gives none; here the model's own stands.
 */
export function reasoningSetup(call: Call<'chat'>, family: Family, target: Target): ReasoningSetup {
  if (family !== 'anthropic') {
    const fields = openFields(call.request, family)
    if (!unreasoning.has(family) || Object.keys(fields).length === 0) return { fields, claude: {}, refused: [] }
    const name = call.request.thinking ? 'thinking' : 'reasoning_effort'
    return { fields: {}, claude: {}, refused: [{ name, why: 'the model does not reason' }] }
  }
  const claude = claudeSetup(call, target)
  const fields: JsonMap = {
    ...(claude.thinking !== undefined && { thinking: claude.thinking }),
    ...(claude.effort !== undefined && { output_config: { effort: claude.effort } }),
  }
  return { fields, claude, refused: [] }
}

/** Under `modify_params`, no thinking where the last tool turn came without its thinking blocks: the API would refuse it. */
function claudeSetup({ request, modifyParams }: Call<'chat'>, target: Target): ThinkingSetup {
  const setup = thinkingSetup(request, target)
  if (!modifyParams || setup.thinking?.type !== 'enabled') return setup
  const last = recordsOf(request.messages).findLast((message) => message.role === 'assistant')
  return listOf(last?.tool_calls).length > 0 && listOf(last?.thinking_blocks).length === 0 ? {} : setup
}

type Level = 'low' | 'medium' | 'high'

function openFields(request: ChatRequest, family: Family): JsonMap {
  // A profile of one's own may be Claude: its `thinking` passes.
  if (family === 'unknown' && request.thinking) return { thinking: request.thinking }
  const level = levelOf(request)
  if (level === undefined) return {}
  if (family === 'openai') return { reasoning_effort: level }
  if (family === 'qwen') return { reasoning_config: level === 'low' ? 'low' : 'high' }
  return { reasoningConfig: { type: 'enabled', maxReasoningEffort: level } }
}

function levelOf({ reasoning_effort: given, thinking }: ChatRequest): Level | undefined {
  const effort: unknown = typeof given === 'object' && given !== null && 'effort' in given ? Reflect.get(given, 'effort') : given
  switch (effort) {
    case 'minimal':
    case 'low':
      return 'low'
    case 'medium':
      return 'medium'
    case 'high':
    case 'xhigh':
    case 'max':
      return 'high'
    case undefined:
    case null:
      return levelOfThinking(thinking)
    default:
      return undefined // `none`: reasoning is off unless it is asked for
  }
}

/** LiteLLM's thresholds, the other way round. */
function levelOfThinking(thinking: ChatRequest['thinking']): Level | undefined {
  if (thinking?.type === 'adaptive') return 'medium'
  if (thinking?.type !== 'enabled') return undefined
  if (thinking.budget_tokens >= 10_000) return 'high'
  return thinking.budget_tokens >= 5000 ? 'medium' : 'low'
}
