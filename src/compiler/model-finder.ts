/** Catalogue look-ups of one compilation: a model that many deployments share is looked up once. */
import { findModel } from '../catalog/models.js'
import type { ModelRow } from '../catalog/rows.js'

/** The catalogue’s row of a provider’s model; undefined where nothing is known of it. */
export type FindModel = (provider: string, model: string) => ModelRow | undefined

/** `findModel` of the catalogue, remembered by provider and model. */
export function createModelFinder(): FindModel {
  const known = new Map<string, ModelRow | undefined>()
  return (provider, model) => {
    const key = `${provider}/${model}`
    if (!known.has(key)) known.set(key, findModel(provider, model))
    return known.get(key)
  }
}
