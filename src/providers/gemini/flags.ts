/** Asks for the flags that the catalogue sets on Gemini models. Without a flag the form is used that every generation takes. */
import type { ModelFlag } from '../../plan/plan.js'
import type { Target } from '../adapter.js'

/** True where the catalogue says so of the target's model. */
export function hasFlag(target: Target, flag: ModelFlag): boolean {
  return target.deployment.flags.includes(flag)
}
