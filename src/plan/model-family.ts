/** What is known of a model whose name only a call tells: the Plan's families, tried on the name without its decoration. */
import type { ModelFamily } from './plan.js'

/**
 * The part of an upstream id that families look at, in lower case: the last segment, without a region and vendor before
 * it (`us.anthropic.`), without `@20250514` and, of a fine-tuned model, what it was made from. Other dates and versions stay:
 * families look past them.
 */
export function familyName(model: string): string {
  const last = model.slice(model.lastIndexOf('/') + 1).toLowerCase()
  return last
    .replace(/^(?:[a-z-]+\d*\.)+(?=[a-z])/, '')
    .replace(/@.*$/s, '')
    .replace(/^ft:([^:]*).*$/s, '$1')
}

/** The first family whose pattern the model's name fits. */
export function findFamily(families: readonly ModelFamily[], model: string): ModelFamily | undefined {
  const name = familyName(model)
  return families.find((family) => new RegExp(family.name).test(name))
}
