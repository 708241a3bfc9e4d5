/** LiteLLM's `o_series/` and `gpt5_series/` before a deployment name: they say what kind of model it is and are not sent. */
import type { Target } from '../adapter.js'

/** The target under the deployment's own name. */
export function withoutHint(target: Target): Target {
  const hint = /^(o_series|gpt5_series)\//.exec(target.model)?.[0]
  if (hint === undefined) return target
  const flags = [...new Set([...target.deployment.flags, 'openai-reasoning' as const])]
  return { ...target, model: target.model.slice(hint.length), deployment: { ...target.deployment, flags } }
}
