/** Whether a call's prompt fits the context windows of deployments. Imported only where a config or a failure asks for it. */
import type { Engine } from '../engine.js'
import { fillTarget } from '../fill-target.js'
import type { GroupRuntime } from '../routing-table.js'
import type { Run } from '../run.js'
import { familyOf, needsOf } from './needs.js'

/** `tight`: by the estimate it does not fit, by the lowest count it may. */
export type Fit = 'fits' | 'tight' | 'too-small'

/** How the call fits a deployment of its present group. One whose window is not known is taken to fit. */
export function fitOf(run: Run, index: number): Fit {
  const window = run.engine.deployments[index]?.ready?.target.deployment.contextWindow
  if (window === undefined) return 'fits'
  const beside = besideOf(run, index)
  const { window: need } = needsOf(run)
  // No model makes more tokens of a text than it has bytes, whatever its family: no factor here.
  if (need.most + beside <= window || neededBy(run, index) <= window) return 'fits'
  return need.least + beside > window ? 'too-small' : 'tight'
}

/** Tokens that a deployment probably needs for the call: those of the prompt by its family, and of the answer. */
export function neededBy(run: Run, index: number): number {
  return Math.ceil(needsOf(run).window.likely * familyOf(run, index).factor) + besideOf(run, index)
}

/** What the window has to hold beside the prompt: what the provider adds to it for tools, and the answer. */
function besideOf(run: Run, index: number): number {
  return (needsOf(run).tools ? familyOf(run, index).perTools : 0) + reservedOf(run, index)
}

/**
 * Tokens of the window that the answer is given. Gemini's windows hold the prompt alone, and a rerank model or an embedding
 * writes nothing. A deployment's default of `max_tokens` counts too; without any nothing is reserved.
 */
function reservedOf(run: Run, index: number): number {
  const ready = run.engine.deployments[index]?.ready
  if (ready === undefined) return 0
  const { model, deployment } = fillTarget(ready.target, run.current.match)
  if (model.toLowerCase().includes('gemini')) return 0
  const { defaults } = ready
  const own = defaults?.max_completion_tokens ?? defaults?.max_tokens ?? defaults?.max_output_tokens
  const asked = needsOf(run).perAnswer ?? (typeof own === 'number' && own > 0 ? own : 0)
  return Math.min(asked, deployment.maxOutputTokens ?? Number.POSITIVE_INFINITY)
}

/**
 * True unless the window of every deployment of `group`, a fallback target of the call, is known to be too small for its
 * prompt, so that asking it would end as it did before.
 */
export function fitsWindow(engine: Engine, group: GroupRuntime, run: Run): boolean {
  if (group.serving.length === 0) return true
  const least = needsOf(run).window
  for (const index of group.serving) {
    const window = engine.deployments[index]?.ready?.target.deployment.contextWindow
    if (window === undefined || least.most <= window || least.least <= window) return true
  }
  return false
}
