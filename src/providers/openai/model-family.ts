/** What OpenAI's reasoning models do differently, by the catalogue's flags. */
import type { Deployment, ModelFlag } from '../../plan/plan.js'
import type { JsonRecord } from '../shared/json.js'
import type { Refusal } from '../shared/params.js'

const sampling = ['temperature', 'top_p', 'logprobs', 'top_logprobs'] as const
const neverTaken = ['presence_penalty', 'frequency_penalty', 'logit_bias'] as const

/** Puts the token limit under the name that reasoning models know. */
export function settleFamily(body: JsonRecord, { flags }: Deployment): void {
  if (!flags.includes('openai-reasoning')) return
  if (body.max_tokens !== undefined) {
    body.max_completion_tokens = body.max_tokens
    delete body.max_tokens
  }
}

/** Source: OpenAI's reasoning guide; gpt-5.1 and later take sampling parameters at effort `none`, which is their default. */
export function familyRefusals(body: JsonRecord, { flags }: Deployment): Refusal[] {
  if (!flags.includes('openai-reasoning')) return flagRefusals(body, flags)
  const refused: Refusal[] = neverTaken.filter((name) => body[name] !== undefined).map((name) => ({ name, why: 'a reasoning model' }))
  const effort = body.reasoning_effort ?? 'none'
  if (flags.includes('no-sampling-unless-effort-none') && effort === 'none') return refused
  const why = flags.includes('no-sampling-unless-effort-none') ? 'only with reasoning_effort none' : 'a reasoning model'
  for (const name of sampling) {
    if (body[name] === undefined || (name === 'temperature' && body.temperature === 1)) continue
    refused.push({ name, why })
  }
  return refused
}

const refusedUnder: readonly (readonly [ModelFlag, string])[] = [
  ['no-stop', 'stop'],
  ['no-stop', 'presence_penalty'],
  ['no-stop', 'frequency_penalty'],
  ['no-effort', 'reasoning_effort'],
]

function flagRefusals(body: JsonRecord, flags: readonly ModelFlag[]): Refusal[] {
  return refusedUnder.filter(([flag, name]) => flags.includes(flag) && body[name] !== undefined).map(([, name]) => ({ name }))
}
