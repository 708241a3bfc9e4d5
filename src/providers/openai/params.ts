/** Parameters of a chat body as one model on one host takes them. Edits the body, which is the codec's own copy. */
import type { Json } from '../../plan/plan.js'
import type { Fault } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import { isRecord, type JsonRecord, listOf, recordsOf } from '../shared/json.js'
import { dropNamed, dropNulls, openAiParams, type Refusal, settleRefused } from '../shared/params.js'
import { requestedSchema } from '../shared/requested-schema.js'
import { familyRefusals, settleFamily } from './model-family.js'
import type { QuirkRules } from './quirk-rules.js'
import { hostResponseFormat } from './response-format.js'
import { hostTools } from './tools.js'

/** Settles every parameter of the body; a failure where one is refused. */
export function hostParams(body: JsonRecord, call: Call<'chat'>, target: Target, rules: QuirkRules): Fault | undefined {
  const { deployment } = target
  dropNulls(body)
  if (deployment.additionalDropParams !== undefined) dropNamed(body, deployment.additionalDropParams)
  if (body.max_completion_tokens !== undefined) delete body.max_tokens
  settleThinking(body, target, rules)
  settleFamily(body, deployment)
  settleTokenLimit(body, rules)
  const refused = settleRefused(body, [...familyRefusals(body, deployment), ...hostRefusals(body, rules)], call, target)
  if (refused !== undefined) return refused
  hostTools(body, rules)
  hostResponseFormat(body, rules.quirks)
  clamp(body, rules)
  rename(body, rules)
  Object.assign(body, rules.quirks.forceBody)
  return undefined
}

/** Whichever of the two names for the token limit the host knows. */
function settleTokenLimit(body: JsonRecord, rules: QuirkRules): void {
  const pairs: readonly (readonly [string, string])[] = [
    ['max_completion_tokens', 'max_tokens'],
    ['max_tokens', 'max_completion_tokens'],
  ]
  for (const [given, other] of pairs) {
    if (body[given] === undefined || takes(given, rules) || !takes(other, rules)) continue
    body[other] = body[given]
    delete body[given]
    return
  }
}

function takes(name: string, { unsupported, supported, rename: renamed }: QuirkRules): boolean {
  if (unsupported.has(name)) return false
  return supported === undefined || supported.has(name) || renamed.has(name)
}

function hostRefusals(body: JsonRecord, rules: QuirkRules): Refusal[] {
  const refused = valueRefusals(body, rules)
  if (rules.unsupported.size === 0 && rules.supported === undefined) return refused
  for (const name in body) {
    if ((openAiParams.has(name) || rules.unsupported.has(name)) && !takes(name, rules)) refused.push({ name })
  }
  return refused
}

/** Parameters that the host takes, but not with this value. */
function valueRefusals(body: JsonRecord, { quirks }: QuirkRules): Refusal[] {
  const refused: Refusal[] = []
  const choice = body.tool_choice
  if (quirks.toolChoiceValues !== undefined && typeof choice === 'string' && !quirks.toolChoiceValues.includes(choice)) {
    refused.push({ name: 'tool_choice', why: `only ${quirks.toolChoiceValues.join(', ')}` })
  }
  if (quirks.jsonSchema === 'only' && isRecord(body.response_format) && body.response_format.type === 'json_object') {
    refused.push({ name: 'response_format', why: 'only with a JSON schema' })
  }
  if (quirks.jsonSchema === 'none' && requestedSchema(body.response_format) !== undefined) {
    refused.push({ name: 'response_format', why: 'no JSON schema' })
  }
  return refused
}

function clamp(body: JsonRecord, { quirks }: QuirkRules): void {
  for (const [name, [least, most]] of Object.entries(quirks.clamp ?? {})) {
    const value = body[name]
    if (typeof value === 'number') body[name] = Math.min(most, Math.max(least, value))
  }
}

function rename(body: JsonRecord, rules: QuirkRules): void {
  for (const [from, to] of rules.rename) {
    if (body[from] === undefined) continue
    body[to] = body[from]
    delete body[from]
  }
}

/** Anthropic's `thinking` as an effort, for models that take only that. Thresholds: LiteLLM's. */
function settleThinking(body: JsonRecord, { deployment }: Target, { quirks }: QuirkRules): void {
  if (isRecord(body.reasoning_effort)) body.reasoning_effort = body.reasoning_effort.effort // LiteLLM's {effort, summary}
  if (!isRecord(body.thinking)) return
  if (quirks.thinking !== 'effort' && !deployment.flags.includes('openai-reasoning')) return
  const { type, budget_tokens: budget } = body.thinking
  delete body.thinking
  if (body.reasoning_effort !== undefined || type === 'disabled') return
  body.reasoning_effort = effortOf(typeof budget === 'number' ? budget : 5000)
}

/** The effort that a thinking budget in tokens comes nearest to. Thresholds: LiteLLM's. */
export function effortOf(budget: number): 'minimal' | 'low' | 'medium' | 'high' {
  if (budget >= 10_000) return 'high'
  if (budget >= 5000) return 'medium'
  return budget >= 2000 ? 'low' : 'minimal'
}

/** Members of `extra_body`, the caller's over the deployment's. */
export function addExtraBody(body: JsonRecord, deploymentExtra: { readonly [key: string]: Json } | undefined): void {
  const own = body.extra_body
  delete body.extra_body
  Object.assign(body, deploymentExtra, isRecord(own) ? own : undefined)
}

/** True where something in the parameters may have to change for this target. */
export function needsParams(request: JsonRecord, target: Target, rules: QuirkRules): boolean {
  const { deployment } = target
  if (rules.rewritesParams || deployment.flags.length > 0) return true
  if (deployment.additionalDropParams !== undefined) return true
  if (request.max_tokens !== undefined && request.max_completion_tokens !== undefined) return true
  if (isRecord(request.reasoning_effort)) return true
  for (const key in request) if (request[key] === null || request[key] === undefined) return true
  return hasExtendedTools(request.tools)
}

function hasExtendedTools(tools: unknown): boolean {
  return listOf(tools).length > 0 && recordsOf(tools).some((tool) => 'cache_control' in tool)
}
