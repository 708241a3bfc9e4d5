/** The family rules of a provider as data for the Plan: for deployments whose model only a call tells (`anthropic/*`). */
import type { ModelFamily } from '../plan/plan.js'
import { bareName } from './model-names.js'
import { type FamilyRule, familyPatterns } from './model-rules.js'
import { flagsAt, modelNames, priceFamilies, servesClaude } from './models.js'

const known = new Map<string, readonly ModelFamily[]>()

/** Families of the provider whose models are called differently, in the order they are to be tried; empty for most providers. */
export function modelFamilies(provider: string): readonly ModelFamily[] {
  const made = known.get(provider) ?? merge(ruled(provider))
  if (made.length > 0) known.set(provider, made)
  return made
}

/** The rules that say something here, and those that keep a listed model from a later rule. */
function ruled(provider: string): readonly ModelFamily[] {
  const all = familyPatterns()
    // Anthropic's own door has no models but Claude.
    .filter(({ name }) => provider !== 'anthropic' || isClaude(name))
    .map(({ name, rule }) => ({ regex: new RegExp(name), family: toFamily(provider, name, rule) }))
  const first = new Set<string>()
  for (const model of priceFamilies(provider).flatMap(modelNames)) {
    const [own, ...later] = all.filter(({ regex }) => regex.test(bareName(model)))
    if (own !== undefined && later.some(({ family }) => says(family))) first.add(own.family.name)
  }
  return all.map(({ family }) => family).filter((family) => says(family) || first.has(family.name))
}

function toFamily(provider: string, name: string, rule: FamilyRule): ModelFamily {
  const { maxOutputTokens } = rule
  // Only Anthropic's format must say how much may be written.
  const mustSay = isClaude(name) && servesClaude(provider) && maxOutputTokens !== undefined
  return { name, flags: flagsAt(provider, rule), ...(mustSay && { maxOutputTokens }) }
}

function isClaude(pattern: string): boolean {
  return pattern.startsWith('^claude')
}

function says(family: ModelFamily): boolean {
  return family.flags.length > 0 || family.maxOutputTokens !== undefined
}

/** Neighbours that say the same become one. */
function merge(families: readonly ModelFamily[]): readonly ModelFamily[] {
  const merged: ModelFamily[] = []
  for (const family of families) {
    const last = merged.at(-1)
    const isSame = last?.maxOutputTokens === family.maxOutputTokens && last?.flags.join() === family.flags.join()
    if (last !== undefined && isSame) merged[merged.length - 1] = { ...last, name: `${last.name}|${family.name}` }
    else merged.push(family)
  }
  return merged
}
