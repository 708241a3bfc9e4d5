/** Checks before a call: does the prompt fit, is it the right region, does the model take what the request asks for. */
import type { Deployment } from '../../plan/plan.js'
import { isRecord } from '../../providers/shared/json.js'
import type { Check, Feature } from '../feature.js'
import type { Hindrance } from '../hindrance.js'
import type { Run } from '../run.js'
import { readText } from '../settings.js'
import { fitOf, neededBy } from '../tokens/fits-window.js'
import { needsOf } from '../tokens/needs.js'

/**
 * `enable_pre_call_checks`. Each deployment is asked once for a call and group: what it says does not change with time.
 * Differs: LiteLLM counts every prompt with OpenAI's oldest tokenizer; here a prompt is counted only where its length does
 * not tell that it fits, by the model's family. Tools, images and reasoning are looked at too, not JSON schemas alone.
 */
export const preCallChecks: Feature = ({ plan, env }) => {
  const regions = plan.deployments.map(({ region }) => readText(region, env)?.toLowerCase())

  const ask = (run: Run, index: number): Hindrance | undefined => {
    const region = needsOf(run).region?.toLowerCase()
    if (region !== undefined && regions[index] !== region) return 'region'
    const deployment = plan.deployments[index]
    if (deployment !== undefined && lackedBy(run, deployment).length > 0) return 'parameters'
    // Counting tokens is no call of the model, and rerank hosts cut what is too long for theirs.
    if (run.endpoint === 'tokens' || run.endpoint === 'rerank') return undefined
    const fit = fitOf(run, index)
    return fit === 'fits' ? undefined : fit === 'tight' ? 'tight-window' : 'context-window'
  }

  const check: Check = (run, index) => {
    const { group } = run.current
    const { notes } = needsOf(run)
    if (notes.findings?.group !== group) notes.findings = { group, by: new Map() }
    const { by } = notes.findings
    if (!by.has(index)) by.set(index, ask(run, index))
    return by.get(index)
  }

  return {
    check: (_engine, group) => (group.pinned ? undefined : check),
    obstacle: (run, index, now) => {
      const hindrance = run.current.group.pinned ? undefined : check(run, index, now)
      const deployment = plan.deployments[index]
      if (deployment === undefined) return undefined
      if (hindrance === 'region') return { until: undefined, detail: `is in ${regions[index] ?? 'no region that the config names'}` }
      if (hindrance === 'parameters') return { until: undefined, detail: `takes no ${lackedBy(run, deployment).join(', ')}` }
      if (hindrance !== 'context-window') return undefined
      const [window, needed] = [deployment.contextWindow, neededBy(run, index)].map((tokens) => tokens?.toLocaleString('en-US'))
      return { until: undefined, detail: `holds ${window} tokens, and the call needs about ${needed}` }
    },
  }
}

/** A parameter that a deployment is known not to take, and what it stands for. */
type Lacked = 'tools' | 'response_format' | 'reasoning_effort' | 'image_url'

/**
 * What the call asks for that the deployment is known not to have. Under `drop_params` parameters are left out of the request
 * and so do not count; images are part of the messages and cannot be.
 */
export function lackedBy(run: Run, { index, capabilities }: Deployment): readonly Lacked[] {
  const { prepared, engine } = run
  // Members are read through a check of their own type.
  const body = prepared.request as { readonly [name: string]: unknown }
  const lacked: Lacked[] = []
  if (capabilities.vision === 'no' && needsOf(run).vision) lacked.push('image_url')
  if (prepared.controls.dropParams ?? engine.deployments[index]?.ready?.dropParams ?? engine.limits.dropParams) return lacked
  if (capabilities.tools === 'no' && Array.isArray(body.tools) && body.tools.length > 0) lacked.push('tools')
  if (capabilities.jsonSchema === 'no' && wantsSchema(body)) lacked.push('response_format')
  if (capabilities.reasoning === 'no' && wantsReasoning(body)) lacked.push('reasoning_effort')
  return lacked
}

function wantsSchema({ response_format: format, text }: { readonly [name: string]: unknown }): boolean {
  const asked = isRecord(format) ? format : isRecord(text) ? text.format : undefined
  return isRecord(asked) && asked.type === 'json_schema'
}

function wantsReasoning({ reasoning_effort: effort, reasoning }: { readonly [name: string]: unknown }): boolean {
  const asked = effort ?? (isRecord(reasoning) ? reasoning.effort : undefined)
  return typeof asked === 'string' && asked !== 'none'
}
