/** The target of a wildcard's deployment, once the caller's name tells the model. */
import { findFamily } from '../plan/model-family.js'
import type { Target } from '../providers/adapter.js'
import { fillModel, type Match } from './wildcards.js'

/** Targets already filled, by the deployment's own and the model: a caller's names repeat. */
const filled = new WeakMap<Target, Map<string, Target>>()
/** Names kept for a deployment; one more starts anew, for names may come from anyone. */
const mostNames = 500

/** The target with the model that the caller's name fills in and what the catalogue says of its family; others as they are. */
export function fillTarget(target: Target, match: Match | undefined): Target {
  if (match === undefined) return target
  const model = fillModel(target.model, match)
  if (target.provider.families === undefined) return { ...target, model }
  const known = filled.get(target) ?? new Map<string, Target>()
  const made = known.get(model) ?? withFamily({ ...target, model })
  if (known.size >= mostNames) known.clear()
  filled.set(target, known.set(model, made))
  return made
}

/** What the config says of the deployment itself wins. */
function withFamily(target: Target): Target {
  const { deployment, provider, model } = target
  const family = findFamily(provider.families ?? [], model)
  if (family === undefined) return target
  const flags = deployment.flags.length > 0 ? deployment.flags : family.flags
  const maxOutputTokens = deployment.maxOutputTokens ?? family.maxOutputTokens
  return { ...target, deployment: { ...deployment, flags, ...(maxOutputTokens !== undefined && { maxOutputTokens }) } }
}
